"""Lab 10, part 1: the time left, and a call that is told it."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.grading.outcomes import at, heard
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .scene import FALSY, FOREVER, REQUESTS, Desk, desk, ended


@pytest.mark.rule(1)
@pytest.mark.parametrize("made", [0.0, 3.7])
def test_left_is_counted_from_the_moment_it_was_made(lab, made):
    async def main():
        await at(made)
        within, found = lab.Within(1.3, margin=0.4), []
        for time in (0.17, 1.1):
            await at(made + time)
            found.append(within.left())
        return found

    found = run(main)
    assert found == pytest.approx([1.13, 0.2], abs=1e-6), (
        f"Made at {made} s with 1.3 s (and a margin of 0.4 s), a `Within` had {found} s left 0.17 and 1.1 s later: "
        "`left()` is what is left of `seconds` since it was made, [1.13, 0.2], and the margin is not in it."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("seconds", [0.8, 0, -2.0])
def test_left_is_never_negative(lab, seconds):
    async def main():
        within = lab.Within(seconds)
        await at(5.3)
        return within.left()

    left = run(main)
    assert left == 0, f"5.3 s after a `Within` of {seconds} s was made `left()` is {left}: it is never negative."


@pytest.mark.rule(1)
def test_two_of_them_count_each_for_itself(lab):
    async def main():
        first = lab.Within(4.0)
        await at(1.0)
        second = lab.Within(2.5)
        await at(1.5)
        return first.left(), second.left()

    assert run(main) == pytest.approx((2.5, 2.0)), (
        f"Of a `Within` of 4 s made at 0 s and one of 2.5 s made at 1 s, {run(main)} s were left at 1.5 s, and it is "
        "(2.5, 2.0): `left()` counts from the moment at which this one was made."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("margin", [None, 0.0, 0.3])
def test_the_service_is_told_what_is_left_less_the_margin(lab, margin):
    calls, options = [], {} if margin is None else {"margin": margin}

    async def main():
        within = lab.Within(2.0, **options)
        for time in (0.0, 0.7):
            await at(time)
            await ended(within.call(desk(calls, "a", 0.2, "value"), "a request"))

    heard(main)
    found = [call.told for call in calls]
    assert found == [{"within": pytest.approx(seconds - (margin or 0.0))} for seconds in (2.0, 1.3)], (
        f"Of 2 s, with a margin of {margin or 'none'}, calls at 0 and 0.7 s told the service {found}: it is asked "
        "`service(request, within=left() - margin)`, with what is left then."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("request_", REQUESTS, ids=repr)
@pytest.mark.parametrize("value", [*FALSY, "a value"], ids=repr)
def test_request_and_value_are_handed_on_as_they_are(lab, request_, value):
    calls = []

    async def main():
        return (await ended(lab.Within(2.0).call(desk(calls, "a", 0.2, value), request_)))[0]

    found = heard(main)
    assert [call.request for call in calls] == [request_], (
        f"`call(service, {request_!r})` asked the service for {[call.request for call in calls]}: once, for that."
    )
    assert found == value and type(found) is type(value), (
        f"The service's value is {value!r}, and `call` returned {found!r}: it returns the value, whatever that is."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("error", [Lost, Refused, Unavailable, TimedOut, TimeoutError, ValueError, KeyError])
def test_what_the_service_raises_goes_on_as_it_is(lab, error):
    async def main():
        return await ended(lab.Within(2.0, margin=0.5).call(desk([], "a", 0.3, error("said the service")), "r"))

    how, time = heard(main)
    assert (how, time) == (error.__name__, pytest.approx(0.3)), (
        f"The service raised {error.__name__} at 0.3 s, with time left, and `call` came to {how!r} at {time} s: what "
        "the service raises goes on as it is."
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
    ("seconds", "margin", "moment"), [(1.5, 0, 0), (1.5, 0, 0.5), (2.0, 0.75, 0), (2.0, 0.75, 0.5)]
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


@pytest.mark.rule(2, 4)
def test_calls_at_once_have_each_their_own_end(lab):
    async def main():
        calls, within = [], lab.Within(2.0)
        service = Desk("a", calls, lambda call: (call.request, call.request))
        waiting = [asyncio.ensure_future(ended(within.call(service, seconds))) for seconds in (0.5, 9.0, 0.25)]
        await at(1.0)
        waiting.append(asyncio.ensure_future(ended(within.call(service, 0.75))))
        return await asyncio.gather(*waiting)

    found = heard(main)
    assert found == [(0.5, 0.5), ("TimedOut", 2.0), (0.25, 0.25), (0.75, 1.75)], (
        f"Three calls at once and a fourth at 1 s, of 2 s, to a service that takes 0.5, 9, 0.25 and 0.75 s, came to "
        f"{found}: each returns its own value, and one without an answer when the time is over raises TimedOut."
    )
