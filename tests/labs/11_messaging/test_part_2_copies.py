"""Lab 11, part 2: copies that come at once, and ids that are forgotten."""

import pytest

from .inbox import DELAY, life, play, takes, works
from .scene import call

SLOW = {"m": [works("m", 1.0)]}


@pytest.mark.rule(4)
@pytest.mark.parametrize("gap", [0.0, 0.0004, 0.003, 0.3, 0.99])
@pytest.mark.parametrize("id", [0, "", "x"], ids=repr)
def test_copies_wait_for_the_first(lab, gap, id):
    seen = play(lab, life(*(call(n * gap / 3, takes(id), takes(id)) for n in range(4))), plans=SLOW)
    assert seen.handled == ["m"] == seen.work, (
        f"Four copies of one message came within {gap} s while `handle` took 1 s: it was called {len(seen.handled)} "
        f"times, and committed was {seen.work}. Another copy waits, and returns when the message is done."
    )
    early = [event.time for event in seen.seen.of("returned") if event.time < 1.0]
    late = [event.time for event in seen.seen.of("returned") if event.time > 1.0 + DELAY]
    assert not early, f"`handle` took 1 s, and a copy returned at {early[0]:.3f} s, before the message was done."
    assert not late, f"The message was done at 1 s, and a copy returned at {late[0]:.3f} s only."


@pytest.mark.rule(4)
def test_messages_with_different_ids_do_not_wait_for_each_other(lab):
    ids = [0, "0", 1, "1", "", "m"]
    seen = play(lab, life(*(call(0.01 * n, takes(id)) for n, id in enumerate(ids))), plans=SLOW)
    last = max(seen.times().values())
    assert last < 1.06 + DELAY and len(seen.work) == 6, (
        f"Messages with the ids {ids} came at once, each a second's work, and the last was done after {last:.2f} s: "
        "messages with different ids don't wait for each other."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("kind", ["ValueError", "Halt", "Lost"])
@pytest.mark.parametrize("failures", [1, 2])
def test_when_the_first_fails_one_of_those_who_wait_works_it(lab, kind, failures):
    plans = {"m": [works("m", 1.0, [kind, "no"])] * failures + [works("m", 1.0)]}
    seen = play(lab, life(*(call(0.1 * n, takes(7)) for n in range(4))), plans=plans)
    told = [error for _, error in seen.seen.returned()]
    assert told == [kind] * failures + [None] * (4 - failures) and seen.work == ["m"], (
        f"Of four copies at once `handle` failed {failures} times with {kind}, and the calls ended with {told}; "
        f"committed was {seen.work}. If the message does not get done, one of those who wait works it, and has what "
        "comes of it."
    )
    assert len(seen.handled) == failures + 1, f"`handle` was called {len(seen.handled)} times, of {failures} failures."


@pytest.mark.rule(4)
@pytest.mark.parametrize("loss", ["answer", "question"])
def test_when_the_first_commit_is_lost_those_who_wait_look_into_the_rows(lab, loss):
    seen = play(lab, life(*(call(0.1 * n, takes(7)) for n in range(3))), plans=SLOW, trouble={"rows": [loss]})
    told = [error for _, error in seen.seen.returned()]
    count = 1 + (loss == "question")
    assert told == ["Lost", None, None] and seen.work == ["m"] and len(seen.handled) == count, (
        f"Of three copies at once the first one's commit was lost ({loss}): the calls ended with {told}, `handle` was "
        f"called {len(seen.handled)} times, and committed was {seen.work}. Those who wait look whether it was done."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("leave", [0.5, 0.9, 1.0005, 1.002, 1.004, 1.006, 1.008])
def test_when_the_first_is_cancelled_one_of_those_who_wait_works_it(lab, leave):
    """Cancelled while `handle` is at work, and while it looks or commits."""
    script = [*(call(0.1 * n, takes(7)) for n in range(3)), [leave, "leave", 0]]
    seen = play(lab, life(*script), plans=SLOW)
    told = [error for _, error in seen.seen.returned()]
    assert sorted(told, key=str)[1:] == [None, None] and len(seen.work) == 1, (
        f"Three copies were there, and the caller of the first was cancelled at {leave} s: the calls ended with "
        f"{told}, and committed was {seen.work}. If the message does not get done, one of those who wait works it."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("who", [1, 2])
def test_a_copy_whose_caller_is_cancelled_takes_nobody_with_it(lab, who):
    script = [*(call(0.1 * n, takes(7)) for n in range(4)), [0.5, "leave", who]]
    seen = play(lab, life(*script), plans=SLOW)
    told = [error for _, error in seen.seen.returned()]
    assert told == ["CancelledError", None, None, None] and seen.handled == ["m"], (
        f"Of four copies one that waited was cancelled: the calls ended with {told}, and `handle` was called "
        f"{len(seen.handled)} times. The others wait for the first, as before."
    )
    assert seen.times()[who] < 0.5 + DELAY, f"Its caller was cancelled at 0.5 s, and left at {seen.times()[who]:.2f} s."


@pytest.mark.rule(4)
@pytest.mark.parametrize("both", [True, False])
def test_a_failure_of_one_id_is_nothing_to_another(lab, both):
    plans = {"bad": [works("bad", 1.0, ["ValueError", "no"]), works("bad")], "m": [works("m", 1.0)]}
    script = [call(0, takes(1, "bad")), call(0.1, takes(2)), call(0.2, takes(2)), call(0.3, takes(1, "bad"))]
    seen = play(lab, life(*script[: 4 if both else 3]), plans=plans)
    told = [error for _, error in seen.seen.returned()]
    assert told.count("ValueError") == 1 and "m" in seen.work and seen.handled.count("m") == 1, (
        f"One id failed while another was worked, which had a copy: the calls ended with {told}, and committed was "
        f"{seen.work}."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("keep", [10.0, 37.5, None])
@pytest.mark.parametrize("process", [0, 1])
def test_an_id_is_known_as_long_as_it_is_kept(lab, keep, process):
    span = keep or 3600.0
    options = {} if keep is None else {"keep": keep}
    times = [0.0, span * 0.6, span - DELAY, span + 2 + DELAY, span + 2 + span * 0.9]
    calls = [call(time, takes(3)) for time in times]
    script = life(*calls)
    if process:
        script = life(calls[0]), life(*(call(time - 3.0, takes(3)) for time in times[1:]))
    seen = play(lab, *(script if process else [script]), plans={"m": [works("m", 2.0)]}, options=options)
    handles = [event.time for event in seen.seen.of("handles")]
    assert len(handles) == 2 and abs(handles[1] - times[3]) < DELAY, (
        f"With keep={span} an id came at {[round(time, 1) for time in times]} s and was worked at "
        f"{[round(time, 1) for time in handles]}: an id is known for `keep` seconds after it was done, however often "
        "it comes meanwhile, then it is new, and is known again."
    )


@pytest.mark.rule(5)
def test_each_consumer_keeps_ids_as_long_as_it_was_told(lab):
    for keep, count in ((0.5, 2), (5.0, 1)):
        seen = play(lab, life(call(0, takes(3)), call(2, takes(3))), plans={}, options={"keep": keep})
        assert len(seen.handled) == count, (
            f"With keep={keep} an id came twice, 2 s apart, and was worked {len(seen.handled)} times."
        )


@pytest.mark.rule(6)
@pytest.mark.parametrize("ids", [[f"<{n}>" for n in range(20)], [100 + n for n in range(20)]], ids=["words", "numbers"])
@pytest.mark.parametrize("process", [0, 1])
def test_ids_are_forgotten(lab, ids, process):
    keep, gap = 10.0, 3.0
    calls = [call(gap * n if process == 0 else gap - 1.1, takes(id)) for n, id in enumerate(ids)]
    lives = [life(*calls)] if process == 0 else [life(one) for one in calls]
    seen = play(lab, *lives, plans={}, options={"keep": keep}).seen
    notes = {key: row for key, row in seen.rows.items() if key[0] == "inbox"}
    left = [id for id in ids if mentioned(id, [list(notes), list(notes.values())])]
    assert set(left) <= set(ids[-5:]), (
        f"Twenty ids came {gap} s apart, with keep={keep}, and in the rows are still {left}: whenever a message is "
        "done, its commit deletes the notes of all ids that were done `keep` seconds before, or longer ago."
    )


@pytest.mark.rule(6)
def test_old_ids_are_deleted_by_the_very_commit_of_the_next_message(lab):
    calls = [call(0.0, takes("a")), call(1.0, takes("b")), call(6.0, takes("c")), call(11.5, takes("d"))]
    seen = play(lab, life(*calls), plans={}, options={"keep": 10.0}).seen
    assert len(seen.of("committed")) == 4, (
        f"Four messages were done in {len(seen.of('committed'))} commits: a message's own commit deletes what is old."
    )
    notes = {key: row for key, row in seen.rows.items() if key[0] == "inbox"}
    left = [id for id in "abcd" if mentioned(id, [list(notes), list(notes.values())])]
    assert left == ["c", "d"], (
        f"With keep=10 the ids a, b, c, d came at 0, 1, 6 and 11.5 s, and the notes left are of {left}: those that "
        "were done `keep` seconds before are deleted, and no others."
    )


def mentioned(id, where):
    """Whether an id stands anywhere in keys and rows."""
    if isinstance(where, dict):
        return mentioned(id, [list(where), list(where.values())])
    if isinstance(where, (list, tuple)):
        return any(mentioned(id, each) for each in where)
    return where == id or (isinstance(id, str) and isinstance(where, str) and len(id) > 1 and id in where)
