"""Lab 18, part 4: what a primary says."""

import pytest

from systemdesign.sim.framing import framed

from .followers import HERE, Source, built, words

FIRST = [("SET", "a", b"\x00\r\n" * 9), ("INCR", "n"), ("SET", "b", "", "PXAT", 9_500), ("INCR", "n")]
FIRST += [("SET", "z", "x" * 50), ("SET", "o", "over", "PXAT", 0)]
MORE = [("APPEND", "a", b"\xff"), ("DEL", "z"), ("PEXPIREAT", "n", 40_000), ("INCR", "n")]
MORE += [("SET", "", "empty"), ("DEL", "z"), ("GET", "b"), ("GET", "z"), ("PEXPIRETIME", "z"), ("INCR", "n")]
WRONG = [("INCR", "a"), ("PEXPIREAT", "b", "soon"), ("EXPIRE", "a", 5), ("SING", "a")]


def asked(lab, script, *made):
    return lab.beside(HERE / "beside_line.py").primaries(script, made or [["p", "first", 10_000]])


def write(*request, who="p"):
    return [who, "write", words(*request)]


@pytest.mark.rule(1)
def test_a_write_is_executed_and_its_reply_returned(lab):
    source, script = Source(), [write(*request) for request in [*FIRST, *WRONG, *MORE]]
    for request, (_, reply) in zip([*FIRST, *WRONG, *MORE], asked(lab, script), strict=True):
        due = source.write(*request)
        assert reply == due, (
            f"`write({words(*request)})` came to {reply!r}, and {due!r} is due: it executes a request in `keys`, with "
            "`None` for the time, and returns the reply; what `keys` raises goes to the caller (rule 1)."
        )


@pytest.mark.rule(1)
def test_the_offset_says_how_many_bytes_the_log_has_had(lab):
    source, script, due = Source(), [], []
    for request in [*FIRST, *WRONG, *MORE] * 3:
        source.write(*request)
        script += [write(*request), ["p", "offset"]]
        due.append(len(source.log))
    for backlog in (10_000, 100, 5):
        found = [value for _, value in asked(lab, script, ["p", "first", backlog])[1::2]]
        for request, one, other in zip([*FIRST, *WRONG, *MORE] * 3, found, due, strict=True):
            assert one == other, (
                f"backlog {backlog}: after `write({words(*request)})` the offset is {one}, and {other} is due: the log "
                "is longer by each request, as `framed` makes it, but not by one that `keys` has raised for (rule 1)."
            )


def told(lab, source, id, offset, backlog=10_000, requests=(*FIRST, *MORE), had=()):
    """The messages for somebody who is there."""
    script = [*(write(*request) for request in requests), ["p", "messages", id, offset]]
    return asked(lab, script, ["p", source.id, backlog, *(words(*request) for request in had)])[-1][1]


@pytest.mark.rule(2)
def test_it_tells_the_log_from_exactly_there(lab):
    source = Source(requests=[*FIRST, *MORE])
    for offset in [0, *source.ends()[:-1], 1, 17, 31, len(source.log) - 1]:
        found = told(lab, source, "first", offset)
        assert found == [source.logged(offset)], (
            f"`messages('first', {offset})` is {found!r:.300}: one message is due, ('log', 'first', {offset}, …) with "
            f"the {len(source.log) - offset} bytes of the log from exactly there to its end (rule 2)."
        )


@pytest.mark.rule(2)
@pytest.mark.parametrize("backlog", [10_000, 40, 0])
@pytest.mark.parametrize("requests", [[], FIRST])
def test_where_there_is_nothing_to_tell_it_tells_nothing(lab, backlog, requests):
    source = Source(requests=requests)
    found = told(lab, source, "first", len(source.log), backlog, requests)
    assert found == [], (
        f"backlog {backlog}: `messages('first', {len(source.log)})` is {found!r:.200}, and the log ends there. If "
        "there is nothing to tell, the list is empty (rule 2)."
    )


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize("backlog", [0, 1, 23, 60, 100, 101])
def test_the_backlog_is_the_last_bytes_of_the_log(lab, backlog):
    source = Source(requests=[*FIRST, *MORE])
    begin = len(source.log) - backlog
    for offset in {begin - 40, begin - 2, begin - 1, begin, begin + 1, begin + 9, 0} & set(range(len(source.log))):
        found = told(lab, source, "first", offset, backlog)
        kind, message = found[0][0] if found else "none", found[0] if found else None
        due = "log" if offset >= begin else "copy"
        assert kind == due, (
            f"backlog {backlog}, and the log ends at {len(source.log)}: `messages('first', {offset})` has a message "
            f"{kind!r}, and {due!r} is due. The backlog is the last `backlog` bytes of the log, to the byte (rule 2)."
        )
        assert due == "copy" or message == source.logged(offset), (
            f"backlog {backlog}: `messages('first', {offset})` has {message!r:.200}, and the log from exactly there to "
            f"its end are {len(source.log) - offset} bytes (rule 2)."
        )


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "who", [(None, 0), ("other", 0), ("", 0), ("firs", 20), ("other", 36), ("first", 100_000), ("first", -1)]
)
@pytest.mark.parametrize("requests", [[*FIRST, *MORE], FIRST])
def test_for_any_other_it_tells_all_there_is(lab, who, requests):
    source = Source(requests=requests)
    copied(lab, source, who, requests)


@pytest.mark.rule(3)
@pytest.mark.parametrize("beyond", [1, 7])
def test_an_offset_beyond_the_end_is_not_its_log(lab, beyond):
    source = Source(requests=FIRST)
    copied(lab, source, ("first", len(source.log) + beyond), FIRST)


@pytest.mark.rule(3)
@pytest.mark.parametrize("requests", [[], MORE])
def test_it_copies_what_its_log_does_not_tell(lab, requests):
    source = Source("next", FIRST)
    source.log = b""
    for request in requests:
        source.write(*request)
    for backlog in (10_000, 30, 0):
        copied(lab, source, ("first", 0), requests, backlog=backlog, had=FIRST)


@pytest.mark.rule(3)
def test_where_there_is_nothing_the_copy_is_empty(lab):
    copied(lab, Source(), (None, 0), [])
    copied(lab, Source(requests=[("INCR", "n"), ("DEL", "n")]), (None, 0), [("INCR", "n"), ("DEL", "n")])


@pytest.mark.rule(3)
def test_ids_that_look_alike_are_others(lab):
    for id, other in (("", None), ("1", "11"), ("a", "A"), ("0", "")):
        source = Source(id, requests=FIRST)
        copied(lab, source, (other, 0), FIRST)
        found = told(lab, source, id, 0, requests=FIRST)
        assert found == [source.logged(0)], (
            f"`messages({id!r}, 0)` of the primary {id!r} is {found!r:.200}: for its own id it has one message, the "
            "log from exactly there to its end (rule 2)."
        )


@pytest.mark.rule(2, 3)
def test_what_it_tells_one_it_tells_the_next(lab):
    source, script, due = Source("first"), [], []
    for requests in (FIRST, MORE):
        for request in requests:
            source.write(*request)
            script.append(write(*request))
        script += [["p", "messages", *where] for where in [(None, 0), ("first", 20), (None, 0), ("first", 20)]]
        due += [("copy", len(source.log), built(source.copy())), source.logged(20)] * 2
    replies = [value for (_, verb, *_), (_, value) in zip(script, asked(lab, script), strict=True) if verb != "write"]
    for (message, *more), wanted in zip((found or [("none",)] for found in replies), due, strict=True):
        shown = ("copy", message[2], built(message[-1])) if message[0] == "copy" else message
        assert (shown, more) == (wanted, []), (
            f"Replicas asked, and asked again after more writes. One was told {shown!r:.200}, and {wanted!r:.200} "
            "is due: the log from exactly there to its end (rule 2), or a copy of what there is now (rule 3)."
        )


def copied(lab, source, who, requests, **options):
    found = told(lab, source, *who, requests=requests, **options)
    shown = f"`messages{who!r}` of the primary {source.id!r}, whose log ends at {len(source.log)}, is {found!r:.160}"
    assert len(found) == 1 and found[0][0] == "copy" and len(found[0]) == 6, (
        f"{shown}: for any other id or offset, also one beyond the end, it has one message, a copy (rule 3)."
    )
    _, id, offset, size, place, data = found[0]
    assert (id, offset) == (source.id, len(source.log)), (
        f"{shown}: a copy goes on where the log is now, at {len(source.log)} of {source.id!r} (rule 3)."
    )
    assert (size, place) == (len(data), 0), (
        f"{shown}: a copy comes in one piece, as its size and the place 0 say (rule 3)."
    )
    assert built(data) == (source.keys.values, source.keys.ends), (
        f"{shown}: framed requests one after the other are due that make what there is now, lives too, which is "
        f"{source.keys.values!r:.200} and {source.keys.ends!r} (rule 3). They make {built(data)!r:.300}."
    )


@pytest.mark.rule(1, 2)
def test_two_primaries_are_two(lab):
    script = [write("INCR", "n"), write("SET", "n", "41", who="q"), write("INCR", "n", who="q"), ["p", "offset"]]
    found = asked(lab, [*script, ["q", "messages", "q", 0]], ["p", "p", 500], ["q", "q", 500])
    due = framed(words("SET", "n", "41")) + framed(words("INCR", "n"))
    assert [found[2][1], found[3][1], found[4][1]] == [42, len(framed(words("INCR", "n"))), [("log", "q", 0, due)]], (
        f"Two primaries, with keys of their own, came to {found[2:]}: the log of each is longer by its own requests "
        "alone (rules 1 and 2)."
    )
