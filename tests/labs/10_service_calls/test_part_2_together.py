"""Lab 10, part 2: requests that are equal or under way together, and what is kept of each."""

import asyncio

import pytest

from systemdesign.grading.outcomes import heard
from systemdesign.kernel import at

from .hedging import Scene
from .scene import BESIDE, running

LETTING_GO = 0.4


@pytest.mark.rule(1, 5)
@pytest.mark.parametrize("moment", [0.3, 5.0])
def test_requests_that_are_equal_are_sent_each(lab, moment):
    async def main():
        scene = Scene(lab, (1.0, "a"), delay=2.0)
        calls = [asyncio.ensure_future(scene.call(4.0, "r", when)) for when in (0.0, moment)]
        found = await asyncio.gather(*calls)
        asked = [time for what, time in scene.spent() if what == "asked"]
        return found, [call.asked for call in scene.calls], asked

    found, sent, asked = heard(main)
    assert sent == [0.0, moment] and found == [("a", pytest.approx(1.0 + when)) for when in (0.0, moment)], (
        f"Two requests that are equal came in at 0 and {moment} s; first copies were sent at {sent} s, and the calls "
        f"came to {found}: the first copy is sent at once, for each request."
    )
    assert asked == [0.0, moment], (
        f"Two requests that are equal came in at 0 and {moment} s, and `budget.asked()` was called at {asked} s: the "
        "budget hears of each request."
    )


@pytest.mark.rule(6)
def test_requests_at_once_are_noted_each_by_itself(lab):
    async def main():
        scene = Scene(lab, (1.0, "a"), delay=2.0)
        calls = [asyncio.ensure_future(scene.call(4.0, number, 0.3 * number)) for number in range(3)]
        await asyncio.gather(*calls)
        return scene.notes

    notes = heard(main)
    assert notes == pytest.approx([1.0] * 3), (
        f"Three requests came in at 0, 0.3 and 0.6 s, and each took 1 s; `note` was told {notes} s: how long the "
        "winning copy of that request took by itself."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize(("first", "second", "due"), [(1.1, 6.0, 1.1), (6.0, 0.7, 0.7)], ids=["first", "second"])
def test_a_loser_that_lets_go_takes_no_time_of_the_winner(lab, first, second, due):
    plans = [[name, [seconds, "value", LETTING_GO, "cancelled"]] for name, seconds in (("a", first), ("b", second))]
    notes = lab.bring(BESIDE).noted(plans, 9.0, 0.5)
    assert notes == pytest.approx([due]), (
        f"The winning copy took {due} s, the loser took {LETTING_GO} s to let go, and `note` was told {notes} s: the "
        "time from the winner's sending to its value."
    )


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("leaves", [0.3, 0.7])
def test_a_caller_who_was_refused_a_copy_takes_the_first_along(lab, leaves):
    async def main():
        scene = Scene(lab, (9.0, "a"), says=(False,))
        task = asyncio.ensure_future(scene.call(12.0))
        await at(leaves)
        task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(0.01)
        return running(scene.calls)

    left = heard(main)
    assert not left, (
        f"The budget says no, at 0.5 s, and the caller left at {leaves} s; the calls of {left} are under way: whenever "
        "the call ends, copies under way are cancelled, also where there is only one."
    )
