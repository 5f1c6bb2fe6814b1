"""Lab 10, part 1: the time left, and a call that is told it."""

import pytest

from systemdesign import run
from systemdesign.grading.outcomes import heard
from systemdesign.kernel import at
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .scene import FALSY, REQUESTS, desk, ended


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
def test_two_of_them_keep_each_its_own_margin(lab):
    calls = []

    async def main():
        for within in [lab.Within(2.0, margin=0.5), lab.Within(2.0, margin=0.25)]:
            await ended(within.call(desk(calls, "a", 0.0, "value"), "r"))

    heard(main)
    found = [call.within for call in calls]
    assert found == pytest.approx([1.5, 1.75]), (
        f"Two `Within` of 2 s, with margins of 0.5 and 0.25 s, told their services {found} s: each has its own margin."
    )


@pytest.mark.rule(1, 2)
def test_nothing_is_rounded(lab):
    calls = []

    async def main():
        within = lab.Within(1.0, margin=0.2)
        await at(0.3456789)
        await ended(within.call(desk(calls, "a", 0.0, "value"), "r"))
        return within.left()

    left = heard(main)
    assert left == pytest.approx(0.6543211, abs=1e-6), (
        f"0.3456789 s after a `Within` of 1 s was made `left()` is {left}: it is what is left of `seconds`."
    )
    assert calls[0].within == pytest.approx(0.4543211, abs=1e-6), (
        f"Of 1 s, with a margin of 0.2 s, a call at 0.3456789 s told the service {calls[0].within} s: left() - margin."
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
