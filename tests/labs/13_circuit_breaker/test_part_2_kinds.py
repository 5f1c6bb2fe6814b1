"""Lab 13, part 2: what is a failure, what is good and what is neither; and what is noted in the window."""

import pytest

from .model import judged
from .scene import FAIL, FAILING, FALSY, GOOD, NO, SLOW, at_once, call, leave, trials

KINDS = {
    **{f"raises {how}": (0.125, how) for how in FAILING},
    "is slow": SLOW,
    "raises late": (1.5, "Lost"),
    "is barely slow": (1.0625, None),
}


@pytest.mark.rule(2)
@pytest.mark.parametrize("kind", KINDS)
def test_a_failure_counts(lab, kind):
    rows = [call(0.0, 1, KINDS[kind]), call(2.0, 2, KINDS[kind]), *at_once(4.0, 2, GOOD)]
    judged(
        lab,
        f"Each of two calls {kind}, with `slow` 1 s and `least` 2",
        rows,
        "A call is a failure when the service raised an `Exception`, any but `Refused`, or took longer than `slow`.",
        least=2,
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("value", ["fine", "Lost and found", *FALSY], ids=repr)
@pytest.mark.parametrize("seconds", [0.125, 0.9375, 1.0])
def test_a_value_in_time_is_good(lab, value, seconds):
    judged(
        lab,
        f"Four calls returned {value!r}, each after {seconds} s, with `slow` 1 s and `least` 2",
        trials(0.0, *[(seconds, value)] * 4, apart=2.0),
        "It is a failure where it took longer than `slow` seconds; else it is good, whatever the service returned.",
        least=2,
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("slow", [None, 0.25, 4.0])
@pytest.mark.parametrize("longer", [-0.0625, 0.0, 0.0625])
def test_slow_is_what_takes_longer_than_slow(lab, slow, longer):
    options, seconds = {} if slow is None else {"slow": slow}, (slow or 1.0) + longer
    judged(
        lab,
        f"Three calls took {seconds} s, `slow` is {slow or 1.0} s and `least` 3",
        [*trials(0.25, *[(seconds, "fine")] * 3, apart=7.0), *at_once(18.75, 2, GOOD)],
        "It is a failure where it took longer than `slow` seconds; else it is good.",
        least=3,
        **options,
    )


NOTHING = {
    "ended with Refused": [call(0.5, 7, NO), call(0.75, 8, NO)],
    "ended with Refused, late": [call(0.5, 7, (2.0, "Refused")), call(0.75, 8, (2.5, "Refused"))],
    "were cancelled": [call(0.5, 7, (9.0, "fine")), call(0.6, 8, (9.0, "fine")), leave(0.75, 7), leave(0.875, 8)],
    "were cancelled, late": [call(0.5, 7, (9.0, 1)), call(0.6, 8, (9.0, 1)), leave(2.75, 7), leave(2.875, 8)],
}


@pytest.mark.rule(2)
@pytest.mark.parametrize("kind", NOTHING)
@pytest.mark.parametrize("other", [FAIL, GOOD], ids=["failures", "good calls"])
def test_neither_good_nor_a_failure_counts_for_nothing(lab, kind, other):
    rest = [*trials(4.0, other, FAIL, other, FAIL), *trials(5.5, GOOD, GOOD, who=60)]
    judged(
        lab,
        f"Two calls {kind}, and others after them did not, with `least` 4",
        NOTHING[kind] + rest,
        "A call that ends with `Refused` from the service, or by a cancellation, counts for nothing.",
        least=4,
    )


@pytest.mark.rule(3)
def test_each_call_is_noted_once_as_it_ends(lab):
    rows = [
        *trials(0.0, GOOD, FAIL, SLOW, (2.5, "Lost"), (0.0625, None), (1.5, "Refused"), (3.5, "late"), NO, FAIL),
        call(0.3, 1, (7.0, "fine")),
        leave(2.3, 1),
    ]
    judged(
        lab,
        "Calls of all kinds, some at a time",
        rows,
        "Closed, it notes each good call and each failure in the window, once, when the call ends.",
        notes=True,
    )


@pytest.mark.rule(3)
def test_failing_calls_that_come_together_are_noted_each(lab):
    rows = [call(0.5, who, (0.5 + who / 64, "Lost")) for who in range(1, 9)]
    judged(
        lab,
        "Eight callers came at one moment, and failed one after the other",
        rows,
        "Each failure is noted, once.",
        least=12,
        notes=True,
    )
