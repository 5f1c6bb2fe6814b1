"""Lab 04, part 1: callers who call again in the very step in which they have their value, or in which one leaves."""

import pytest

from systemdesign import run
from systemdesign.grading.objects import again, anew
from systemdesign.kernel import at
from systemdesign.sim.request import Unavailable

from .scene import Failed, Load, failing, failure, settled, started

ENDS = {"gave a value": None, "failed": Unavailable, "failed with a ValueError": ValueError}


def eager(lab, who, error):
    """Three wait for a load, and one of them calls again at once; another comes while that load is under way.

    What the other two got, the two outcomes of the one, what the last got, and how many loads there were.
    """

    async def main():
        load = Load(fails=failing({1: error}))
        flight = lab.SingleFlight(load)
        calls = await started(*(again(flight, "lamp") if n == who else flight("lamp") for n in range(3)))
        await at(1.57)
        late = await settled(flight("lamp"))
        both = [failure(one) if isinstance(one, Exception) else one for one in await settled(calls.pop(who))]
        return [await settled(call) for call in calls], both, late, load.count

    return run(main)


@pytest.mark.rule(2)
@pytest.mark.parametrize("who", [0, 1, 2])
@pytest.mark.parametrize("end", ENDS)
def test_whoever_calls_again_at_once_takes_no_outcome_from_others(lab, who, end):
    others, both, *_ = eager(lab, who, ENDS[end])
    due = Failed(ENDS[end].__name__) if ENDS[end] else "lamp 1"
    assert [*others, both[0]] == [due] * 3, (
        f"A load {end}, one of three who had waited called again at once, and they got {[*others, both[0]]}: all who "
        "wait get its value or its error. Keep it with the load, and not by the key, where the next load's comes."
    )
    assert both[1] == "lamp 2", (
        f"A load {end}, and one who had waited called again at once, in the same step, and got {both[1]!r}: when a "
        "load has ended the next caller starts afresh, be it ever so quick."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("who", [0, 1, 2])
@pytest.mark.parametrize("end", ENDS)
def test_whoever_calls_again_at_once_begins_a_load_that_others_share(lab, who, end):
    *_, late, count = eager(lab, who, ENDS[end])
    assert (late, count) == ("lamp 2", 2), (
        f"A load {end}, one of three who had waited called again at once, so a load was under way, and one who came "
        f"during it got {late!r}, after {count} loads in all: forget a flight when *its* load has ended, for by the "
        "time that others wake there may be another."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("steps", range(4))
def test_whoever_comes_as_the_last_one_leaves_gets_a_value(lab, steps):
    async def main():
        load = Load()
        found = await settled(anew(lab.SingleFlight(load), "lamp", seconds=0.53, steps=steps))
        return failure(found) if isinstance(found, Exception) else found

    found = run(main)
    assert isinstance(found, str), (
        f"The only caller left, another came at the same moment, before anything else happened, and got {found!r}: it "
        "waits for the load if that goes on, and starts another if that was cancelled. A load that you cancel ends "
        "only a step later: forget it as you cancel it."
    )
