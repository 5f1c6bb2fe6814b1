"""Lab 08, part 4: when its calls are answered, and when they fail, as in part 2."""

from math import inf

import pytest

from systemdesign import now

from .scene import NEVER, at, desks, heard, settled, started
from .taken import TAKEN


@pytest.mark.rule(3)
@pytest.mark.parametrize("name", ["one", "new"])
@pytest.mark.parametrize("seconds", [[3.1, 1.7, 2.3], [0.2, 0.6, 0.4, 0.9, 0.8]], ids=len)
def test_a_write_returns_once_a_majority_has_its_entry(lab, name, seconds):
    need = len(seconds) // 2 + 1

    async def main():
        several, calls = desks(len(seconds), lambda call: seconds[int(call.name) - 1])
        primary = lab.LastingPrimary(several, 5, list(TAKEN))
        task = await started(settled(primary.write("x", "a", name)))
        count = len(calls)
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


@pytest.mark.rule(3, 4)
@pytest.mark.parametrize("call", ["write", "a known name", "read"])
def test_a_deposed_primary_refuses_without_asking(lab, call):
    asks = {"write": ("x", "new", "three"), "a known name": ("x", "a", "one"), "read": ("x",)}[call]

    async def main():
        several, calls = desks(3, lambda call: 0.05 if now() > 0.2 else (0.1, "Refused"))
        primary = lab.LastingPrimary(several, 5, list(TAKEN))
        verb = getattr(primary, "read" if call == "read" else "write")
        first = (await settled(verb(*asks)))[0]
        await at(0.7)
        count = len(calls)
        second = (await settled(verb(*asks)))[0]
        third = (await settled(primary.write("x", 0, "four")))[0]
        return (first, second, third), len(calls) - count

    found, asked = heard(main)
    assert found == ("Refused",) * 3, (
        f"A {call} was refused by all nodes, which answer again later; it, the same again and a write came to {found}: "
        "all else that part 2 says of a write holds, a deposed primary shows nothing, and raises `Refused` for good."
    )
    assert not asked, f"A deposed primary asked nodes {asked} times: it raises `Refused` without asking anybody."


@pytest.mark.rule(3, 4)
def test_another_failure_does_not_depose(lab):
    async def main():
        several, _ = desks(3, lambda call: (0.1, "Lost") if now() < 1 else 0.05)
        primary = lab.LastingPrimary(several, 5, [])
        first = (await settled(primary.read("x")))[0], (await settled(primary.write("x", 0, "n")))[0]
        await at(1.3)
        return first, (await settled(primary.read("x")))[0]

    found = heard(main)
    assert found == (("Unavailable", "Unavailable"), (0, (5, 2))), (
        f"All nodes fell silent and came back: a read and a write, then a read came to {found}. Where no majority can "
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
