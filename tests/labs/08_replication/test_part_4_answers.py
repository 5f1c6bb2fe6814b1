"""Lab 08, part 4: when its calls are answered, and when they fail, as in part 2."""

import asyncio
from math import inf

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import NEVER, heard, settled, started
from systemdesign.kernel import at

from .scene import desks
from .taken import DEPOSED, MISSING, TAKEN, deposed, marked


@pytest.mark.rule(3)
@pytest.mark.parametrize("name", ["one", "new"])
@pytest.mark.parametrize("seconds", [[3.1, 1.7, 2.3], [0.2, 0.6, 0.4, 0.9, 0.8]], ids=len)
def test_a_write_returns_once_a_majority_has_its_entry(lab, name, seconds):
    need = len(seconds) // 2 + 1

    async def main():
        several, calls = desks(len(seconds), lambda call: seconds[int(call.name) - 1])
        primary = lab.LastingPrimary(several, 5, list(TAKEN))
        task = await started(settled(primary.write("x", "a", name)))
        count = len({call.name for call in calls})
        found, time = await task
        return found, time, count

    found, time, count = heard(main)
    due = sorted(seconds)[need - 1]
    assert time == pytest.approx(due, abs=1e-4) and count == len(seconds), (
        f"Nodes that take {seconds} s, of which {count} were asked; a write named {name!r}, which is "
        f"{'in the log already' if name == 'one' else 'new'}, returned {found!r} at {time} s: once a majority has it, "
        f"at {due} s."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("name", ["one", "new"])
def test_a_write_without_a_majority_is_unavailable(lab, name):
    async def main():
        several, _ = desks(3, lambda call: 0.01 if call.name == "1" else (0.2, "Lost"), logs={1: TAKEN, 2: TAKEN})
        primary = lab.LastingPrimary(several, 5, list(TAKEN))
        return [(await settled(primary.write("x", "a", name)))[0] for _ in range(2)]

    found = heard(main)
    assert found == ["Unavailable"] * 2, (
        f"One of three nodes answers, and writes named {name!r} came to {found}: all else that part 2 says of a write "
        "holds, so one without a majority is Unavailable."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("name", ["three", "one"])
def test_a_deposed_primary_refuses_without_asking(lab, name):
    found, asked = deposed(lab, lambda primary: primary.write("x", "a", name))
    assert found == ["Refused"] * 3 and not asked, DEPOSED.format(call="write", found=found, asked=asked)


@pytest.mark.rule(3)
def test_another_failure_does_not_depose(lab):
    async def main():
        several, _ = desks(3, lambda call: (0.1, "Lost") if now() < 1 else 0.05)
        primary = lab.LastingPrimary(several, 5, [])
        first = (await settled(primary.write("x", "v", "n")))[0]
        await at(1.3)
        return first, (await settled(primary.write("y", "w", "m")))[0]

    found = heard(main)
    assert found == ("Unavailable", (5, 3)), (
        f"All nodes fell silent and came back: a write, then another one came to {found}. Where no majority can "
        "be had a call fails; nobody was deposed."
    )


@pytest.mark.rule(3)
def test_no_write_waits_for_another(lab):
    async def main():
        several, _ = desks(3, lambda call: inf if call.about[2][-1][3] == "slow" else 0.05)
        primary = lab.LastingPrimary(several, 5, [])
        slow = await started(settled(primary.write("x", 1, "slow"), 9))
        found = await settled(primary.write("x", 2, "quick"), 9)
        slow.cancel()
        return found

    found, time = heard(main)
    assert found != NEVER and found == (5, 3) and time == pytest.approx(0.05, abs=1e-3), (
        f"A write has no answer yet, the next one was answered in 0.05 s, and came to {found!r} at {time} s: all else "
        "that part 2 says of a write holds, and none waits for another's outcome."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("name", ["one", ""])
def test_when_a_write_of_an_old_name_returns_a_majority_has_the_mark(lab, name):
    found, have = marked(lab, TAKEN, lambda primary: primary.write("x", "a", name))
    assert have >= 3, MISSING.format(taken=len(TAKEN), call="write of an old name", found=found, have=have)


@pytest.mark.rule(2)
@pytest.mark.parametrize("error", ["Lost", "deaf"])
def test_a_write_that_failed_is_known_when_it_is_tried_again(lab, error):
    async def main():
        several, _ = desks(3, lambda call: (0.05, error) if now() < 1 else 0.02)
        primary = lab.LastingPrimary(several, 5, [])
        first = await settled(primary.write("x", "a", "n"))
        between = await settled(primary.write("x", "b", "m"))
        await at(1.7)
        again = [await settled(primary.write("x", value, name)) for value, name in [("a", "n"), ("b", "m")]]
        await asyncio.sleep(1)
        return [found for found, _ in (first, between, *again)], [entry[3] for entry in several[2].node.log]

    found, names = heard(main)
    assert names == [None, "n", "m"] and found == ["Unavailable", "Unavailable", (5, 2), (5, 3)], (
        f"Writes named 'n' and 'm' failed, and were tried again: {found}; the log has {names}. A name that is in the "
        "log is not added again, whether anybody heard of it or not, and a write returns the position of its entry."
    )
