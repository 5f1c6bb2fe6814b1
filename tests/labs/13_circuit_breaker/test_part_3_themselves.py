"""Lab 13, part 3: objects are handed on themselves, callers leave, and the edges of a ramp."""

import pytest

from .exactly import judge_leaving, judge_objects, judge_one_request_twice
from .rising import call, calls, closing, judged, opened
from .scene import ODD

ALONG = "A caller who is cancelled takes the breaker's call along."
LATER = [(1.0, "Refused"), (4.0, "Refused"), (6.0, "passed on"), (9.0, "passed on")]
"""So many seconds after a breaker has closed, with a ramp of 10 s and the number 0.5."""


@pytest.mark.rule(1)
def test_who_leaves_takes_the_call_along(lab):
    judge_leaving(lab, "Ramp", ALONG)


@pytest.mark.rule(1)
def test_objects_are_handed_on_themselves(lab):
    judge_objects(lab, "Ramp", "requests, values and errors are handed on themselves, and not as copies.")


@pytest.mark.rule(1)
def test_one_request_may_come_twice(lab):
    judge_one_request_twice(lab, "Ramp", "each call that is passed on goes to the breaker at once, as it is.")


def begins(lab, told, state, script, closed, sentence):
    """The ramp begins when the breaker has closed, at that moment, and nobody has drawn before."""
    script = [*script, *([closed + later, [0.0, None, None], None] for later, _ in LATER)]
    ended, draws = lab.bring(ODD).turning(state, script, {})
    found, due = ended[-len(LATER) :], [outcome for _, outcome in LATER]
    times = [closed + later for later, _ in LATER]
    assert (found, draws) == (due, times), (
        f"{told}, at {closed} s. Calls of {times} s came to {found}, not {due}, and numbers, 0.5 each, were drawn at "
        f"{draws} s: {sentence}"
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("state", ["open", "half-open"])
def test_a_breaker_may_be_open_when_the_ramp_is_made(lab, state):
    begins(
        lab,
        f"A breaker was {state} when the ramp was made, and closed as its first call ended",
        state,
        [[1.0, [1.0, "half-open", "closed"], None]],
        2.0,
        "When the breaker has closed, having been open or half-open, the ramp begins at that moment.",
    )


@pytest.mark.rule(2)
def test_it_closes_as_a_caller_leaves(lab):
    begins(
        lab,
        "A breaker that was half-open closed as a caller left",
        "half-open",
        [[1.0, [9.0, None, "closed"], 1.5]],
        2.5,
        "The ramp begins at that moment: a call that is cancelled has ended, too.",
    )


@pytest.mark.rule(2)
def test_it_opens_as_a_caller_leaves(lab):
    begins(
        lab,
        "A breaker opened as a caller left, and then closed as the next call ended",
        "closed",
        [[1.0, [9.0, None, "open"], 1.5], [4.0, [0.5, "half-open", "closed"], None]],
        4.5,
        "When the breaker has closed, having been open, the ramp begins: a call that is cancelled has ended, too.",
    )


@pytest.mark.rule(2)
def test_it_closes_as_a_call_of_before_ends(lab):
    begins(
        lab,
        "A breaker opened while a call was under way, and closed as that one ended, as the sketch of chapter 13 does",
        "closed",
        [[1.0, [9.0, None, "closed"], None], [2.0, [0.5, None, "open"], None]],
        10.0,
        "When the breaker has closed, having been open, the ramp begins at that moment, whichever call has ended.",
    )


@pytest.mark.rule(3, 4)
@pytest.mark.parametrize("ramp", [4.0, 0.25])
def test_at_its_very_end_the_ramp_is_over(lab, ramp):
    script = [opened(), closing(), call(6.5 + ramp - 2**-12, 1), call(6.5 + ramp, 2), call(6.5 + ramp, 3)]
    judged(
        lab,
        f"The breaker closed at 6.5 s, `ramp` is {ramp} s, and calls came just before its end and at its very end",
        script,
        "When the `ramp` seconds are over all calls are passed on, and for those no number is drawn.",
        [0.5, 0.999],
        what=("asked", "draws"),
        ramp=ramp,
    )


@pytest.mark.rule(4)
def test_a_ramp_of_no_seconds_is_none(lab):
    script = [opened(), closing(), *calls(6.5625, 5, 0.25)]
    judged(
        lab,
        "The breaker closed at 6.5 s, and `ramp` is 0 s",
        script,
        "When the `ramp` seconds are over all calls are passed on.",
        [0.999] * 9,
        ramp=0.0,
    )


@pytest.mark.rule(3, 4)
def test_half_open_again_in_the_seconds_of_a_ramp(lab):
    script = [opened(), closing(), call(8.0, 1, how="Lost", ends="open"), call(9.0, 800, 30.0, comes="half-open")]
    judged(
        lab,
        "The breaker closed at 6.5 s, opened at 8.125 s and was half-open from 9 s on, when callers came",
        [*script, *(call(9.25 + n / 4, 100 + n, 20.0) for n in range(24))],
        "All other calls are passed on: those while it is open or half-open, whenever it closed before, and "
        "for those no number is drawn.",
        [0.0] + [0.999] * 30,
        what=("asked", "draws"),
    )
