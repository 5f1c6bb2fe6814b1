"""Lab 04, part 1: what those who wait get, and what comes after it."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.grading.hints import hint
from systemdesign.kernel import at
from systemdesign.sim.request import Unavailable

from .scene import NEVER, Failed, Load, failing, settled, started


@pytest.mark.rule(2)
def test_when_the_load_has_ended_the_next_caller_starts_afresh(lab):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        first = await settled(flight("lamp"))
        await at(1.01)
        return first, await asyncio.gather(*(settled(flight("lamp")) for _ in range(3))), load.count

    first, then, count = run(main)
    assert count > 1 and first == "lamp 1" and "lamp 1" not in then, (
        "This is no cache: once a load has ended, forget the flight, and the next caller starts afresh."
    )
    assert count == 2 and then == ["lamp 2"] * 3, (
        f"The next three callers start one load afresh, and share it; yours caused {count - 1} and gave {then}."
    )


def after_failure(lab, error):
    """What three get who wait for a load that fails, how many loads there were, and what the next gets."""

    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        calls = await started(*(flight("lamp") for _ in range(3)))
        await at(0.57)
        load.fail(error)
        found = await asyncio.gather(*(settled(call) for call in calls))
        count = load.count
        load.mend()
        return found, count, await settled(flight("lamp"))

    with hint(f"The load failed with {error.__name__}: all who wait get its error, of whatever class and as it is."):
        return run(main)


@pytest.mark.rule(2)
@pytest.mark.parametrize("error", [Unavailable, ValueError, TimeoutError, KeyError])
def test_an_error_reaches_everybody_who_waits(lab, error):
    found, count, _ = after_failure(lab, error)
    kind = "" if error is Unavailable else f" with {error.__name__}, which is no ServiceError"
    assert NEVER not in found, (
        f"The load failed{kind}, and some of those who waited still wait: all who wait get its error."
    )
    assert count == 1, (
        f"The load failed{kind}, and those who waited caused {count - 1} more loads: they all get the one's error, and "
        "nobody tries again."
    )
    assert found == [Failed(error.__name__)] * 3, (
        f"The load failed{kind}, and the three who waited got {found}: all who wait get its error, as it is."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("error", [Unavailable, ValueError])
def test_after_a_failure_the_next_caller_loads_again(lab, error):
    *_, then = after_failure(lab, error)
    assert then == "lamp 2", (
        f"After a load that failed with {error.__name__} the next caller starts afresh too; yours got {then!r}, "
        "the old failure again."
    )


@pytest.mark.rule(2)
def test_a_failure_after_a_value_is_a_failure(lab):
    async def main():
        load = Load(fails=failing({2: Unavailable, 4: ValueError}))
        flight = lab.SingleFlight(load)
        return [await settled(flight("lamp")) for _ in range(4)]

    found = run(main)
    assert found == ["lamp 1", Failed("Unavailable"), "lamp 3", Failed("ValueError")], (
        f"Of four loads, one after the other, the second and the fourth failed, and the callers got {found}: each gets "
        "the value or the error of its own load, and nothing of an earlier one."
    )


@pytest.mark.rule(2)
def test_all_wait_however_long_the_load_takes(lab):
    async def main():
        flight = lab.SingleFlight(Load(seconds=301.3))
        calls = await started(flight("lamp"), flight("lamp"))
        return await asyncio.gather(*(settled(call, patience=302.0) for call in calls))

    found = run(main)
    assert found == ["lamp 1"] * 2, (
        f"A load took five minutes, and those who waited got {found}: all who wait get its value."
    )
