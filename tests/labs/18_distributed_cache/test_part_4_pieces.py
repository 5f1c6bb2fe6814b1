"""Lab 18, part 4: the log in pieces, twice, with holes, and after a cut."""

from random import Random

import pytest

from .followers import Line, Source, heard
from .test_part_4_replica import ALL, ELSE, FIRST, HAD, MORE, NEW, ONCE, WHOLE, at, following


def requests_of(source, upto):
    """How a replica is that has come to this byte of the log."""
    count = sum(end <= upto for end in source.ends())
    return at(source, [*FIRST, *MORE][:count])


@pytest.mark.rule(4)
def test_two_replicas_have_a_copy_each(lab):
    source, other = Source("first", FIRST), Source("second", [("SET", "n", "7"), ("INCR", "n")])
    line = Line().hear(source.copied()[0], at(source, FIRST), ALL)
    line.who = "s"
    line.look(NEW, f"It has heard nothing, and another replica a copy. {WHOLE}")
    line.hear(other.copied()[0], (other.id, len(other.log), other.keys), f"There are two replicas. {ALL}")
    line.who = "r"
    heard(lab, line.look(at(source, FIRST), f"Another replica has heard a copy of another primary. {ALL}"))


@pytest.mark.rule(5)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 22, 500])
def test_the_log_may_come_in_pieces_of_any_size(lab, size):
    source = Source("first", [*FIRST, *MORE])
    line = following(source, [])
    for begin in range(0, len(source.log), size):
        end = min(begin + size, len(source.log))
        told = f"The log came in pieces of {size} bytes. {ONCE} Half a request does not count for `offset`."
        line.hear(source.logged(begin, end), requests_of(source, end), told)
    heard(lab, line)


@pytest.mark.rule(5)
@pytest.mark.parametrize("seed", range(4))
def test_what_comes_again_is_skipped(lab, seed):
    source, chance = Source("first", [*FIRST, *MORE]), Random(seed)
    line, come = following(source, []), 0
    for _ in range(40):
        begin = chance.randint(0, come)
        end = chance.randint(begin, min(len(source.log), begin + 60))
        come = max(come, end)
        told = f"It had come to byte {come}, and the bytes {begin} to {end} came (again). {HAD}"
        line.hear(source.logged(begin, end), requests_of(source, come), told)
    heard(lab, line)


@pytest.mark.rule(5)
def test_where_the_line_was_cut_it_resumes_at_the_offset(lab):
    source = Source("first", [*FIRST, *MORE])
    lines = []
    for cut in range(1, len(source.log)):
        line = following(source, [])
        due = requests_of(source, cut)
        line.hear(source.logged(0, cut), due, f"{ONCE} Half a request does not count for `offset`.")
        told = f"The line was cut at byte {cut}, and the next one began at {due[1]}. {HAD}"
        lines.append(line.hear(source.logged(due[1]), at(source, [*FIRST, *MORE]), told))
    heard(lab, *lines)


@pytest.mark.rule(6)
@pytest.mark.parametrize("hole", [1, 5, 22, 23])
@pytest.mark.parametrize("half", [0, 3, 12])
def test_a_hole_changes_nothing(lab, hole, half):
    source = Source("first", [*FIRST, *MORE])
    line, end = following(source, FIRST), at(source, FIRST)[1]
    line.hear(source.logged(end, end + half), at(source, FIRST), ONCE)
    told = f"It had come to byte {end + half}, and bytes from {end + half + hole} on came. {ELSE}"
    line.hear(source.logged(end + half + hole), at(source, FIRST), told)
    due = requests_of(source, end + half + hole)
    line.hear(source.logged(end + half, end + half + hole), due, f"The bytes of the hole came, no more. {ELSE}")
    line.hear(source.logged(end), at(source, [*FIRST, *MORE]), f"There had been a hole. {ELSE}")
    heard(lab, line)


@pytest.mark.rule(6)
def test_a_hole_up_to_a_request_changes_nothing(lab):
    source = Source("first", [*FIRST, *MORE])
    lines = []
    for end in source.ends()[len(FIRST) :]:
        line = following(source, FIRST)
        lines.append(line.hear(source.logged(end, end + 30), at(source, FIRST), f"Requests were left out. {ELSE}"))
    heard(lab, *lines[:-1])


@pytest.mark.rule(6)
@pytest.mark.parametrize("other", ["second", "", "firs", "First"])
def test_the_log_of_another_id_changes_nothing(lab, other):
    source, alien = Source("first", [*FIRST, *MORE]), Source(other, [*FIRST, ("SET", "n", "1")])
    line, end = following(source, FIRST), at(source, FIRST)[1]
    line.hear(alien.logged(end), at(source, FIRST), f"The log was that of {other!r}. {ELSE}")
    line.hear(alien.logged(end, end + 5), at(source, FIRST), f"The log was that of {other!r}. {ELSE}")
    heard(lab, line.hear(source.logged(end), at(source, [*FIRST, *MORE]), f"Another log had come. {ONCE}"))


@pytest.mark.rule(6)
def test_before_any_copy_there_is_no_log(lab):
    heard(lab, Line().hear(Source("first", FIRST).logged(0), NEW, f"Its `id` was `None`. {ELSE}"))
