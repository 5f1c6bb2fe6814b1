"""Lab 13, part 3: when a breaker has closed again, a share of the calls that grows."""

from random import Random

import pytest

from systemdesign import run, stream
from systemdesign.grading.outcomes import settled

from .rising import SHARE, call, calls, closing, judged, opened
from .scene import FALSY, RAMP

PASSED = "What the breaker returns or raises goes to the caller, and a call that is passed on goes there at once."


@pytest.mark.rule(1, 4)
@pytest.mark.parametrize("how", ["fine", *FALSY, "Lost", "TimedOut", "Refused", "ValueError"], ids=repr)
@pytest.mark.parametrize("seconds", [0.125, 20.0])
def test_calls_are_passed_on_as_they_are(lab, how, seconds):
    judged(lab, f"A breaker took {seconds} s and came to {how!r}", [call(0.25, 1, seconds, how)], PASSED)


@pytest.mark.rule(1)
def test_calls_do_not_wait_for_each_other(lab):
    judged(lab, "Twenty callers came at one moment", [call(0.5, n, 0.5 + n / 64) for n in range(20)], PASSED)


@pytest.mark.rule(4)
@pytest.mark.parametrize("state", ["before it ever opened", "open", "half-open"])
def test_all_other_calls_are_passed_on(lab, state):
    script = {
        "before it ever opened": calls(0.25, 9, 0.5),
        "open": [opened(), *calls(0.5, 9, 0.5)],
        "half-open": [opened(), call(5.5, 800, 30.0, comes="half-open"), *calls(6.0, 9, 0.5)],
    }[state]
    judged(
        lab,
        f"Nine callers came, {state}, and the numbers drawn would be 0.999",
        script,
        "All other calls are passed on: before the breaker has been anything but closed, and while it is open or "
        "half-open.",
        [0.999] * 20,
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("request_", ["a request", *FALSY, ("of", "several")], ids=repr)
def test_the_request_is_passed_on_as_it_is(lab, request_):
    async def main():
        return await settled(lab.Ramp(lab.beside(RAMP).echo(), stream("ramp"))(request_))

    value, _ = run(main)
    assert value == request_ and type(value) is type(request_), (
        f"A breaker that returns what it is asked was called with {request_!r}, and {value!r} came back: a call is "
        "passed on as it is."
    )


@pytest.mark.rule(1)
def test_the_state_is_the_breakers(lab):
    look = [[time, "look"] for time in (0.0, 0.25, 5.0, 6.25, 6.5625, 9.0, 20.0)]
    judged(
        lab,
        "A breaker opened, became half-open and closed",
        [opened(), closing(), *look],
        "`state` is the breaker's.",
        what=("looks",),
    )


@pytest.mark.rule(2)
def test_the_ramp_begins_as_the_breaker_closes(lab):
    script = [opened(), closing(), *calls(12.625, 4, 0.25)]
    judged(
        lab,
        "The breaker closed at 6.5 s, and nobody came until 12.625 s",
        script,
        f"The ramp begins at the moment at which the breaker closes. {SHARE}",
        [0.63] * 4,
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("ramp", [None, 4.0, 32.0])
@pytest.mark.parametrize("numbers", [[0.0], [0.25], [0.499], [0.75], [0.999]], ids=str)
def test_a_share_that_grows_is_passed_on(lab, ramp, numbers):
    options, seconds = {} if ramp is None else {"ramp": ramp}, ramp or 10.0
    script = [opened(), closing(), *(call(6.5 + seconds * n / 16 + 0.001, n) for n in range(16))]
    judged(lab, f"The breaker closed at 6.5 s, and `ramp` is {seconds} s", script, SHARE, numbers * 16, **options)


@pytest.mark.rule(2)
@pytest.mark.parametrize("step", [1, 3, 8, 13])
def test_equal_is_not_less(lab, step):
    script = [opened(), closing(), call(6.5 + step, 1), call(6.5625 + step, 2)]
    judged(
        lab,
        f"{step} s after it had closed `t / ramp` was {step / 16}, and so was the number drawn",
        script,
        SHARE,
        [step / 16] * 2,
        ramp=16.0,
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("again", [1, 3])
def test_who_calls_again_at_once_meets_the_ramp(lab, again):
    script = [opened(), call(6.0, 901, 0.5, comes="half-open", ends="closed", again=again), call(7.0, 1)]
    judged(
        lab,
        "The breaker closed at 6.5 s, and the caller of that trial called again in that step",
        script,
        f"The ramp begins at that moment. {SHARE}",
        [0.0] * 9,
    )


@pytest.mark.rule(2)
def test_a_call_is_refused_without_asking_and_at_once(lab):
    script = [opened(), closing(), *calls(7.0, 8, 0.125)]
    judged(lab, "Just after the breaker had closed eight callers came", script, SHARE, [0.9] * 8)


@pytest.mark.rule(4)
@pytest.mark.parametrize("ramp", [None, 4.0, 32.0])
def test_the_ramp_is_over_after_its_seconds(lab, ramp):
    options, seconds = {} if ramp is None else {"ramp": ramp}, ramp or 10.0
    script = [opened(), closing(), call(6.5 + seconds - 0.125, 1), call(6.5 + seconds + 0.125, 2), call(99.0, 3)]
    judged(
        lab,
        f"The breaker closed at 6.5 s, `ramp` is {seconds} s, and the numbers are 0.9999",
        script,
        "When the `ramp` seconds are over all calls are passed on.",
        [0.9999] * 9,
        **options,
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("ramp", [None, 4.0])
def test_one_number_is_drawn_for_each_call_in_the_ramp(lab, ramp):
    options = {} if ramp is None else {"ramp": ramp}
    before, after = calls(1.0, 4, 0.5), [call(6.5 + (ramp or 10.0), 300), *calls(30.0, 4, 0.5, 200)]
    script = [opened(0.25), *before, closing(), *calls(6.75, 9, 0.375, 100), *after]
    judged(
        lab,
        "Calls came before the breaker closed, in the ramp, and after that",
        script,
        "`rng.random()` is drawn once for each call in the ramp, and for no other.",
        [Random(n).random() for n in range(99)],
        what=("draws",),
        **options,
    )


@pytest.mark.rule(2)
def test_many_of_one_moment_are_passed_on_each_by_its_number(lab):
    numbers = [n / 16 for n in range(16)]
    script = [opened(), closing(), *(call(10.5, n) for n in range(16))]
    judged(lab, "4 s after the breaker had closed sixteen callers came at one moment", script, SHARE, numbers)
