"""Lab 18, part 4: what a replica has heard."""

import pytest

from systemdesign.sim.keys import Keys

from .followers import Line, Source, heard

NEW = (None, 0, Keys())
FIRST = [("SET", "a", b"\x00\x01\r\n"), ("INCR", "n"), ("SET", "b", "", "PXAT", 9_500), ("INCR", "n")]
FIRST += [("APPEND", "a", "x")]
MORE = [("INCR", "n"), ("APPEND", "a", "y"), ("DEL", "b"), ("INCR", "n"), ("APPEND", "b", "z")]
WHOLE = (
    "A replica takes a copy as a whole: until all of it has come, `read`, `id` and `offset` are what they were before "
    "(rule 4)."
)
BEFORE = "Until all of a copy has come, what comes of the log counts as before (rule 4)."
ALL = "When all of a copy has come, the replica has what the copy has, and nothing else (rule 4)."
ONCE = "Of the log, it executes each request once, as soon as all of it has come, in order (rule 5)."
HAD = "Bytes that it has had before, executed or not, are skipped (rule 5)."
ELSE = "Bytes from a later offset than it has come to, and those of another id, change nothing (rule 6)."
CLOCK = "A replica ends no life by its own clock: what is over is `None` for `read`, and yet it is there (rule 7)."


def at(source, requests, id=None):
    """How a replica is that has so many requests of a log: its id, offset and keys."""
    part = Source(source.id, [])
    part.keys = Keys()
    for request in requests:
        part.write(*request)
    return id or source.id, len(part.log), part.keys


def following(source, requests, line=None):
    """A replica that has had so much of this log, by a copy."""
    line = line or Line()
    had = Source(source.id, [*requests, ("SET", "z", "z")])  # so that the copy is never empty
    line.rows.append([line.who, "hear", had.copied(offset=at(source, requests)[1])[0]])
    return line


@pytest.mark.rule(4, 5)
def test_at_first_it_has_nothing(lab):
    heard(lab, Line().look(NEW, "`id` and `offset` are `None` and `0` at first (rule 4: what they were before)."))


@pytest.mark.rule(4)
@pytest.mark.parametrize("sizes", [[], [1], [9], [20, 1, 30], [1] * 200], ids=str)
@pytest.mark.parametrize("before", [False, True])
def test_a_copy_counts_when_all_of_it_has_come(lab, sizes, before):
    gone = [("SET", "a", "old"), ("SET", "c", "gone", "PXAT", 3)]
    source, old = Source("second", [*FIRST, *MORE]), Source("first", gone)
    line, had = Line("abcn"), NEW
    if before:
        line, had = following(old, gone, line), (old.id, len(old.log), old.keys)
    pieces = source.copied(*sizes)
    for piece in pieces[:-1]:
        line.hear(piece, had, f"A copy comes in {len(pieces)} pieces. {WHOLE}")
    heard(lab, line.hear(pieces[-1], (source.id, len(source.log), source.keys), ALL))


@pytest.mark.rule(4)
@pytest.mark.parametrize("cut", [1, 15, 40])
@pytest.mark.parametrize("changed", [True, False])
def test_a_copy_that_was_cut_off_begins_anew(lab, cut, changed):
    source = Source("second", FIRST)
    first, *_ = source.copied(cut)
    if changed:
        source.write("SET", "n", "77")
    line = Line().hear(first, NEW, WHOLE)
    pieces = source.copied(7, 30)
    for piece in pieces[:-1]:
        line.hear(piece, NEW, f"The line was cut in a copy, and another one comes. {WHOLE}")
    line.hear(pieces[-1], (source.id, len(source.log), source.keys), f"The line was cut in a copy. {ALL}")
    heard(lab, line)


@pytest.mark.rule(4, 5, 6)
def test_the_log_is_told_by_what_was_before_while_a_copy_is_under_way(lab):
    old, source = Source("first", [*FIRST, *MORE]), Source("second", [("SET", "a", "new")])
    first, last = source.copied(8)
    line, end, had = following(old, FIRST), at(old, FIRST)[1], at(old, [*FIRST, *MORE])
    line.hear(old.logged(end, end + 9), at(old, FIRST), ONCE)
    line.hear(first, at(old, FIRST), WHOLE)
    line.hear(old.logged(end + 9), had, f"A copy had begun. {BEFORE}")
    later = Source("second", [("SET", "a", "new"), ("APPEND", "a", "er")])
    for message in (later.logged(len(source.log)), ("log", "first", had[1] + 7, b"hole"), old.logged(end)):
        line.hear(message, had, f"A copy was under way. {BEFORE} {ELSE}")
    line.hear(last, (source.id, len(source.log), source.keys), f"Between its pieces came some of a log. {ALL}")
    heard(lab, line)


@pytest.mark.rule(4)
def test_a_copy_of_the_same_id_and_of_an_earlier_offset_counts_too(lab):
    source = Source("first", [*FIRST, *MORE])
    less = Source("first", [("SET", "n", "1")])
    line = following(source, [*FIRST, *MORE])
    line.hear(source.logged(len(source.log) - 9), at(source, [*FIRST, *MORE]), HAD)
    line.hear(less.copied(5)[0], at(source, [*FIRST, *MORE]), WHOLE)
    line.hear(less.copied(5)[1], ("first", len(less.log), less.keys), f"The id is the same, the offset smaller. {ALL}")
    less.write("INCR", "n")
    line.hear(less.logged(less.ends()[0]), ("first", len(less.log), less.keys), ONCE)
    heard(lab, line)


@pytest.mark.rule(4)
def test_a_copy_of_nothing_is_a_copy(lab):
    empty = Source("second", [("INCR", "n"), ("DEL", "n")])
    due = empty.id, len(empty.log), empty.keys
    heard(lab, following(Source("first", FIRST), FIRST).hear(("copy", "second", len(empty.log), 0, 0, b""), due, ALL))


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("half", [1, 9, 16])
@pytest.mark.parametrize("id", ["second", "first"])
def test_after_a_copy_what_had_come_by_halves_is_gone(lab, half, id):
    old, source = Source("first", [*FIRST, *MORE]), Source(id, FIRST)
    line, end = following(old, FIRST), at(old, FIRST)[1]
    line.hear(old.logged(end, end + half), at(old, FIRST), ONCE)
    line.hear(source.copied()[0], at(source, FIRST), ALL)
    source.write("APPEND", "n", "0")
    due = at(source, [*FIRST, ("APPEND", "n", "0")])
    line.hear(source.logged(at(source, FIRST)[1]), due, f"Half a request had come before. {ALL}")
    heard(lab, line)


@pytest.mark.rule(7)
def test_lives_of_a_copy_end_for_readers(lab):
    source = Source("second", [("SET", "a", "x", "PXAT", 4_000), ("SET", "b", "y", "PXAT", 4_001), ("SET", "n", "1")])
    line, due = Line(), (source.id, len(source.log), source.keys)
    line.hear(source.copied()[0], due, ALL)
    for now in (3.999, 4.0, 4.001, 90.0, 3.0):
        line.look(due, f"It is {now} s. {CLOCK}", now)
    heard(lab, line)


LATER = {
    "incr": [("INCR", "n")],
    "append": [("APPEND", "n", "0")],
    "longer": [("PEXPIREAT", "n", 90_000)],
    "both": [("INCR", "n"), ("PEXPIREAT", "n", 90_000), ("INCR", "n")],
    "anew": [("DEL", "n"), ("INCR", "n")],
    "long over": [("APPEND", "a", "z"), ("PEXPIREAT", "a", 90_000)],
}


@pytest.mark.rule(7)
@pytest.mark.parametrize("then", LATER)
@pytest.mark.parametrize("by", ["log", "copy"])
def test_what_a_reader_finds_over_is_there_for_the_log(lab, then, by):
    before = [("SET", "n", "5", "PXAT", 4_000), ("SET", "a", "x", "PXAT", 0)]
    source = Source("first", [*before, *LATER[then]])
    line = following(source, before)
    if by == "copy":
        part = Source("first", before)
        line = Line()
        line.rows.append(["r", "hear", part.copied()[0]])
    for now in (4.0, 50.0, 4.25):
        line.look(at(source, before), CLOCK, now)
    due = at(source, [*before, *LATER[then]])
    line.hear(source.logged(at(source, before)[1]), due, f"Its clock was ahead of the primary's. {CLOCK}")
    for now in (6.0, 4.0, 80.0, 95.0):
        line.look(due, f"Its clock was ahead of the primary's, and it is {now} s. {CLOCK}", now)
    heard(lab, line)
