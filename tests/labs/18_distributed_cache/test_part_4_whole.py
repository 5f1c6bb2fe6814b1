"""Lab 18, part 4: a primary, a replica, and a line that is cut whenever it likes."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .followers import HERE, Source, words


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
    ended, seen = lab.beside(HERE / "beside_line.py").together([*script, *end], backlog, most)
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
