"""Lab 10, part 1: a call for which little time is left, or none, and one whose time runs out."""

import asyncio

import pytest

from systemdesign.grading.outcomes import heard
from systemdesign.kernel import at

from .scene import FOREVER, desk, ended


@pytest.mark.rule(3)
@pytest.mark.parametrize(("seconds", "margin"), [(0.0005, 0.0), (0.5, 0.4995)])
def test_with_little_time_left_the_service_is_asked(lab, seconds, margin):
    calls = []

    async def main():
        return await ended(lab.Within(seconds, margin).call(desk(calls, "a", 0.0, "value"), "r"))

    how, _ = heard(main)
    assert how == "value" and len(calls) == 1, (
        f"Of {seconds} s, with a margin of {margin} s, a service that answers at once was asked {len(calls)} times, "
        f"and `call` came to {how!r}: nobody is asked only where `left() - margin` is 0 or less."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    ("seconds", "margin", "moment"),
    [(0, 0, 0), (-1.0, 0, 0), (1.0, 0, 1.0), (1.0, 0, 7.0), (0.5, 0.5, 0), (2.0, 0.5, 1.5), (1.0, 0.75, 0.5)],
    ids=str,
)
def test_without_time_nobody_is_asked(lab, seconds, margin, moment):
    calls = []

    async def main():
        within = lab.Within(seconds, margin)
        await at(moment)
        return await ended(within.call(desk(calls, "a", 0.0, "value"), "r"))

    how, time = heard(main)
    left = max(0.0, seconds - moment)
    assert not calls, (
        f"{left} s were left and the margin is {margin} s, and the service was asked, with {calls[0].told}: where "
        "`left() - margin` is 0 or less, the service isn't asked."
    )
    assert (how, time) == ("TimedOut", moment), (
        f"{left} s were left, the margin is {margin} s, and `call` at {moment} s came to {how!r} at {time} s: where "
        "nothing is left it raises TimedOut, at once."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("seconds", "margin", "moment"), [(1.5, 0, 0), (1.5, 0, 0.5), (2.0, 0.75, 0), (1.5, 0.0625, 0.5)]
)
def test_at_the_end_of_what_it_was_told_a_service_is_cancelled(lab, seconds, margin, moment):
    calls = []

    async def main():
        within = lab.Within(seconds, margin)
        await at(moment)
        found = await ended(within.call(desk(calls, "a", FOREVER, None), "r"))
        await asyncio.sleep(1.0)
        return found

    how, time = heard(main)
    (call,) = calls
    assert (how, time) == ("TimedOut", pytest.approx(seconds - margin)), (
        f"A service that never answers was asked at {moment} s of {seconds} s, with a margin of {margin} s; `call` "
        f"came to {how!r} at {time} s. When the seconds it was told are over, `call` raises TimedOut, at "
        f"{seconds - margin} s."
    )
    assert (call.how, call.ended) == ("cancelled", pytest.approx(time)), (
        f"`call` raised TimedOut at {time} s, and the service's call is {call.how} (over at {call.ended}): it is "
        "cancelled when the seconds it was told are over."
    )


@pytest.mark.rule(2, 4)
def test_an_answer_just_in_time_counts(lab):
    async def main():
        return await ended(lab.Within(1.0, margin=0.25).call(desk([], "a", 0.7, "value"), "r"))

    assert heard(main) == ("value", pytest.approx(0.7)), (
        f"A service that was told 0.75 s answered after 0.7 s, and `call` came to {heard(main)}: it is cancelled when "
        "the seconds it was told are over, not before."
    )


@pytest.mark.rule(1)
def test_a_call_that_is_cut_off_leaves_the_margin(lab):
    async def main():
        within = lab.Within(2.0, margin=0.75)
        await ended(within.call(desk([], "a", FOREVER, None), "r"))
        return within.left()

    left = heard(main)
    assert left == pytest.approx(0.75), (
        f"Of 2 s, with a margin of 0.75 s, a call was cut off, and `left()` is {left} s then: what a call leaves of "
        "`seconds` is what is left."
    )
