"""Lab 08, part 2: a primary that is refused has been deposed, for good."""

import asyncio
from math import inf

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import NEVER, heard, settled, started
from systemdesign.kernel import at

from .scene import desks


@pytest.mark.rule(5)
def test_who_was_acknowledged_before_stays_so_and_another_primary_is_not_deposed(lab):
    async def main():
        several, _ = desks(3, lambda call: 0.05)
        old, new = lab.Primary(several, 1, []), lab.Primary(several, 2, [])
        first = (await settled(old.write("x", "old")))[0]
        log = [(1, "x", "old")]
        new = lab.Primary(several, 2, log)
        second = (await settled(new.write("x", "new")))[0]
        await settled(old.write("x", "late"))
        return first, second, (await settled(new.write("x", "newest")))[0]

    found = heard(main)
    assert found == ((1, 1), (2, 2), (2, 3)), (
        f"The old primary wrote, the new one wrote, the old one again and was refused, the new one again: "
        f"{found}. Of two primaries "
        "the one that is refused has been deposed, and no other."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_refused_write_is_refused_at_once(lab, count):
    async def main():
        several, _ = desks(count, lambda call: (0.3, "Refused") if call.name == "1" else 0.7)
        primary = lab.Primary(several, 1, [])
        return await settled(primary.write("x", "new"), 20)

    how, time = heard(main)
    assert how == "Refused" and time == pytest.approx(0.3, abs=1e-4), (
        f"A node of {count} refuses at 0.3 s, the others answer at 0.7 s, and the write came to {how!r} at {time} s: "
        "refused before the majority has answered, it raises `Refused` at once."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("later", [0.0, 0.01, 7.7])
def test_every_later_write_is_refused_without_asking_anybody(lab, later):
    async def main():
        several, calls = desks(3, lambda call: (0.1, "Refused") if now() < 0.2 and call.name == "2" else 0.3)
        primary = lab.Primary(several, 1, [])
        await settled(primary.write("x", "refused"), 20)
        await asyncio.sleep(later)
        count = len(calls)
        start = now()
        found = [await settled(primary.write("", None), 20) for _ in range(2)]
        return [(how, time - start) for how, time in found], len(calls) - count

    found, asked = heard(main)
    assert [how for how, _ in found] == ["Refused"] * 2, (
        f"A primary had been refused, and two writes {later} s later came to {found}, though all nodes answer again: "
        "it has been deposed, for good, and so every later write raises `Refused`."
    )
    assert not asked, f"A deposed primary asked nodes {asked} times: it raises `Refused` without asking anybody."
    assert all(took < 1e-3 for _, took in found), (
        f"Two writes to a deposed primary came to {found}, with the seconds it took: it raises `Refused` at once."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("first", ["waits", "refused"])
def test_a_write_that_is_still_waiting_is_not_acknowledged_any_more(lab, first):
    async def main():
        several, _ = desks(3, lambda call: {"waits": 0.9, "refused": (0.2, "Refused")}[call.about[2][-1][2]])
        primary = lab.Primary(several, 1, [])
        tasks = {}
        for value in sorted(["waits", "refused"], key=lambda value: value != first):
            tasks[value] = await started(settled(primary.write("x", value), 20))
        return [(await tasks[value])[0] for value in ("refused", "waits")]

    refused, waits = heard(main)
    assert refused == "Refused" and waits in ("Refused", "Unavailable"), (
        f"A write was still waiting when another one was refused; they came to {waits!r} and {refused!r}. The primary "
        "has been deposed: one that is still waiting is not acknowledged any more."
    )


@pytest.mark.rule(3, 5)
@pytest.mark.parametrize("error", ["Lost", "Unavailable", "TimedOut"])
def test_only_a_refusal_deposes(lab, error):
    async def main():
        several, _ = desks(3, lambda call: (0.05, error) if now() < 1 else 0.01)
        primary = lab.Primary(several, 1, [])
        for _ in range(4):
            await settled(primary.write("x", "failed"))
        await at(1.5)
        return (await settled(primary.write("x", "next"), 20))[0]

    how = heard(main)
    assert how not in ("Refused", "Unavailable", NEVER), (
        f"All nodes failed with {error} in four writes, then answer, and the next write came to {how!r}: a primary is "
        "deposed when a call is `Refused`; where no majority can be had, one write fails."
    )


@pytest.mark.rule(5)
def test_silence_of_the_others_does_not_hide_a_refusal(lab):
    async def main():
        several, _ = desks(5, lambda call: (0.4, "Refused") if call.name == "4" else inf)
        return await settled(lab.Primary(several, 1, []).write("x", "new"), 20)

    how, time = heard(main)
    assert how == "Refused" and how != NEVER, (
        f"One of five nodes refuses, the others say nothing, and the write came to {how!r} at {time} s: one refusal is "
        "enough, and the write raises `Refused` at once."
    )
