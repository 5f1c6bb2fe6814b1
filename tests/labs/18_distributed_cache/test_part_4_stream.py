"""Lab 18, part 4: the log in pieces, twice, with holes, and over a line that is cut."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .followers import HERE, Line, Source, heard, words
from .test_part_4_replica import ELSE, FIRST, HAD, MORE, NEW, ONCE, at, following


def requests_of(source, upto):
    """How a replica is that has come to this byte of the log."""
    count = sum(end <= upto for end in source.ends())
    return at(source, [*FIRST, *MORE][:count])


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


@pytest.mark.rule(5)
def test_two_replicas_are_two(lab):
    source, other = Source("first", FIRST), Source("second", [("SET", "n", "7"), ("INCR", "n")])
    line = following(source, FIRST)
    line.rows += [[who, *row] for _, *row in Line().rows for who in "s"]
    line.rows += [["s", "hear", other.copied()[0]]]
    line.look(at(source, FIRST), f"Another replica had heard a copy of another primary. {ONCE}")
    line.who = "s"
    heard(lab, line.look((other.id, len(other.log), other.keys), f"There were two replicas. {ONCE}"))


@pytest.mark.rule(2, 3, 4, 5, 6)
@schedules("4.lines", targets=["a", "n"], verbs=["incr", "incr", "set", "delete", "move", "move", "cut", "restart"],
           until=60, most=14, examples=60)  # fmt: skip
def test_whatever_is_cut_the_replica_has_what_the_primary_had(lab, story):
    """A primary and a replica of the answer's, and a line that loses what it carried when it is cut."""
    chance, script, source, id = Random(story.seed), [], Source("first"), "first"
    states = {("first", 0): {}, (None, 0): {}}
    requests = {"incr": ["INCR", "%s"], "set": ["SET", "%s", "40"], "delete": ["DEL", "%s"]}
    for number, event in enumerate(story.events):
        if event.verb in requests:
            request = [word.replace("%s", event.target) for word in requests[event.verb]]
            source.write(*request)
            script.append(["write", words(*request)])
        elif event.verb == "restart":
            id, source.log = f"next {number}", b""
            script.append(["restart", id])
        else:
            script.append([event.verb, *[chance.randint(1, 9)][: event.verb == "move"]])
        states[id, len(source.log)] = dict(source.keys.values)
        script.append(["look", 0.0, [b"a", b"n"]])
    backlog, most = chance.choice([25, 60, 10_000]), chance.choice([1, 5, 12, 400])
    end = [["cut"], ["move", 10_000], ["look", 0.0, [b"a", b"n"]]]
    ended, seen = lab.bring(HERE / "beside_line.py").together([*script, *end], backlog, most)
    story.lines += [" ".join(map(str, row[:2])) for row in script if row[0] != "look"]
    told = f"The backlog is {backlog} bytes, and the line carries {most} at a time."
    for found_id, offset, values in seen[:-1]:
        due = states.get((found_id, offset))
        assert due is not None and values == [due.get(key) for key in (b"a", b"n")], (
            f"{told} At offset {offset} of the log {found_id!r}, the replica has {values} for a and n, and the primary "
            f"{due and [due.get(key) for key in (b'a', b'n')]}: each request is executed once, in order (rule 5), a "
            "copy taken as a whole (rule 4)."
        )
    last = [id, len(source.log), [source.keys.values.get(key) for key in (b"a", b"n")]]
    assert [ended, *seen[-1:]] == [len(source.log), last], (
        f"{told} When all had arrived, the replica was {seen[-1]}, and {last} is due, as the primary is: the log from "
        "exactly there to its end (rule 2), or a copy of what there is (rule 3), executed once (rule 5)."
    )
