"""Lab 08, part 3: a promotion, before nodes that answer as told, and in schedules of faults."""

import asyncio
from math import inf
from pathlib import Path

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import NEVER, heard, settled, started

from .scene import desks

BESIDE = Path(__file__).parent / "beside_make.py"
SHORT, LONG = [(1, "x", "a"), (3, "x", "newer")], [(1, "x", "a"), (1, "x", "b"), (2, "x", "tail"), (2, "", None)]


def promoted(lab, several, epoch, then="new"):
    """What came of a promotion and of one write to the primary that it returned."""

    async def both():
        primary = await lab.promote(several, epoch)
        time = now()
        return await primary.write("x", then) if primary else primary, time

    return settled(both(), 20)


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("seconds", "need"),
    [([0.3], 1), ([0.7, 0.2], 2), ([3.1, 1.7, 2.3], 2), ([0.1, 0.2, inf, 0.3], 3), ([inf, 0.4, 0.3, inf, 0.9], 3)],
    ids=str,
)
@pytest.mark.parametrize("epoch", [1, 7])
def test_it_fences_all_at_once_and_waits_for_a_majority(lab, seconds, need, epoch):
    async def main():
        several, calls = desks(len(seconds), lambda call: seconds[int(call.name) - 1])
        promotion = await started(settled(lab.promote(several, epoch), 20))
        asked = [(call.name, call.verb, call.about) for call in calls]
        how, time = await promotion
        asked = {name: about for name, verb, about in asked if verb == "fence"}
        return asked, how, time, [desk.node.epoch for desk in several]

    asked, how, time, epochs = heard(main)
    told = f"Nodes that take {seconds} s, and epoch {epoch}"
    assert asked == {str(number): (epoch,) for number in range(1, len(seconds) + 1)}, (
        f"{told}: as a promotion began, fences were asked for at {asked}: it fences all of them at once."
    )
    assert time == pytest.approx(sorted(seconds)[need - 1], abs=1e-4) and how != NEVER, (
        f"{told}: the promotion was over at {time} s. It goes on as soon as a majority has promised, {need} of them at "
        f"{sorted(seconds)[need - 1]} s, and it waits for no more."
    )
    assert epochs.count(epoch) >= need, f"{told}: in the end the nodes obey {epochs}: a majority of them is fenced."


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", [3, 4, 5])
def test_fewer_than_a_majority_make_no_primary(lab, count):
    need = count // 2 + 1

    async def main():
        several, _ = desks(count, lambda call: 0.01 if int(call.name) < need else inf)
        return await settled(lab.promote(several, 3), 20)

    how, _ = heard(main)
    assert how == NEVER, (
        f"{need - 1} of {count} nodes have promised, the others say nothing, and there was an end: it goes on when a "
        "majority has promised."
    )


LOGS = [
    ({1: SHORT, 2: LONG}, SHORT),
    ({1: LONG, 2: SHORT}, SHORT),
    ({1: LONG, 2: LONG[:2]}, LONG),
    ({1: LONG[:2], 2: LONG[:3]}, LONG[:3]),
    ({1: LONG[:3], 2: LONG}, LONG),
    ({1: [*LONG[:1], (2, "x", "lost")], 2: [*LONG[:2], (3, "x", "c")]}, [*LONG[:2], (3, "x", "c")]),
    ({1: [], 2: LONG[:1]}, LONG[:1]),
    ({1: [(2, "x", 0)], 2: [(10, "x", None)]}, [(10, "x", None)]),
    ({1: [(1, "x", "a"), (2, "x", "b")], 2: [(3, "x", "c")]}, [(3, "x", "c")]),
    ({1: [(1, "x", "same")] * 3, 2: [(1, "x", "same")]}, [(1, "x", "same")] * 3),
]


@pytest.mark.rule(2)
@pytest.mark.parametrize(("logs", "due"), LOGS)
@pytest.mark.parametrize("slow", ["1", "2"])
def test_it_takes_the_log_with_the_greatest_position(lab, logs, due, slow):
    async def main():
        several, _ = desks(3, lambda call: inf if call.name == "3" else 0.2 if call.name == slow else 0.1, logs, 10)
        found = await promoted(lab, several, 12)
        return found[0], [desk.node.log for desk in several[:2]]

    found, after = heard(main)
    assert found == ((12, len(due) + 1), pytest.approx(0.2, abs=1e-3)), (
        f"Two of three nodes have the logs {logs}; a promotion and a write came to {found}, and the logs are {after}. "
        f"Of the logs of those that promised, it takes the one with the greatest position, epoch first, then "
        f"number: that is {due}."
    )
    assert after == [[*due, (12, "x", "new")]] * 2, (
        f"Two of three nodes had the logs {logs}; after a promotion and a write they have {after}. It takes the log "
        f"with the greatest position: epoch first, then number. That is {due}."
    )


@pytest.mark.rule(2)
def test_a_log_that_grew_before_the_fence_stood_is_taken_as_it_is_then(lab):
    async def main():
        several, _ = desks(3, lambda call: 0.5 if call.verb != "look" else 0.1)
        promotion = await started(promoted(lab, several, 2))
        await asyncio.sleep(0.4)
        for desk in several[:2]:
            desk.node.log.append((1, "x", "acknowledged"))
        found = await promotion
        return found[0], several[0].node.log

    found, log = heard(main)
    assert (1, "x", "acknowledged") in log, (
        f"Two nodes got an entry before they promised, and after a promotion and a write, which came to {found}, a log "
        f"is {log}: it takes a log that those have that promised, as it is then. One that was looked at earlier has "
        "grown."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("log", [[], SHORT, [(4, "", False, "name")]], ids=len)
@pytest.mark.parametrize("named", [False, True])
def test_it_returns_what_make_makes_of_lines_epoch_and_log(lab, log, named):
    found = lab.bring(BESIDE).promoted(log, 6, named)
    assert found["same"], (
        "`promote(lines, epoch, make)` returned something else than `make(lines, epoch, log)` did: it returns that, "
        "whatever `make` is."
    )
    assert (found["lines"], found["epoch"], found["log"]) == (["1", "2", "3"], 6, log) and found["kind"] == "list", (
        f"It called make with the lines {found['lines']}, the epoch {found['epoch']} and {found['log']} of type "
        f"{found['kind']}: `make(lines, epoch, log)`, with that log as a list."
    )


@pytest.mark.rule(3)
def test_a_primary_is_made_unless_something_else_is_asked_for(lab):
    found = lab.bring(BESIDE).by_default()
    assert found == "Primary", (
        f"`promote(lines, epoch)` returned {found}: `make` is Primary when nobody says otherwise."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("by", ["an older epoch", "the same epoch", "a line"])
def test_a_node_that_refuses_before_the_majority_makes_it_refused(lab, count, by):
    async def main():
        several, _ = desks(count, lambda call: 0.05 if call.name == "1" else 0.3)
        if by == "a line":
            several[0].plan = lambda call: (0.05, "Refused")
        else:
            several[0].node.epoch = 8 if by == "an older epoch" else 5
        return await settled(lab.promote(several, 5), 20)

    how, time = heard(main)
    assert how == "Refused" and time == pytest.approx(0.05, abs=1e-4), (
        f"A node of {count} refuses at 0.05 s, before a majority has promised, and the promotion to epoch 5 came to "
        f"{how!r} at {time} s: it raises `Refused`."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("error", ["Lost", "TimedOut", "Unavailable", "deaf"])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_without_a_majority_it_is_unavailable(lab, count, error):
    need = count // 2 + 1

    async def main():
        several, _ = desks(count, lambda call: 0.01 if int(call.name) < need else (0.2, error))
        return await settled(lab.promote(several, 2), 20)

    how, _ = heard(main)
    assert how == "Unavailable", (
        f"{need - 1} of {count} nodes promise, of the others there is {error}, and the promotion came to {how!r}: "
        "where no majority can be had, it raises `Unavailable`."
    )


@pytest.mark.rule(4)
def test_a_promotion_is_not_tried_again_under_its_epoch(lab):
    async def main():
        several, _ = desks(3, lambda call: (0.05, "deaf") if now() < 1 else 0.05)
        first = await settled(lab.promote(several, 2), 20)
        await asyncio.sleep(2)
        second = await settled(lab.promote(several, 2), 20)
        return first[0], second[0]

    found = heard(main)
    assert found == ("Unavailable", "Refused"), (
        f"All nodes promised epoch 2 and no answer came back; two promotions to it came to {found}: the first has no "
        "majority and raises `Unavailable`, the second is refused and raises `Refused`."
    )
