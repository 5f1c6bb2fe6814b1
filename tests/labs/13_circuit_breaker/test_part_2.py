"""Lab 13, part 2: closed, a breaker passes calls on; what is a failure, what is noted, and when it opens."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.grading.outcomes import settled
from systemdesign.sim.request import Lost

from .model import judged, played
from .scene import FAIL, FAILING, FALSY, GOOD, NO, SLOW, at_once, call, leave, look, trials


class Echo:
    """Returns what it is asked, after a second; a number below 0 is Lost."""

    name = "echo"

    def __init__(self):
        self.asked = []

    async def __call__(self, request):
        self.asked.append((request, now()))
        await asyncio.sleep(1.0)
        if isinstance(request, int) and request < 0:
            raise Lost("below 0", by="echo")
        return request


@pytest.mark.rule(1)
@pytest.mark.parametrize("request_", ["a request", *FALSY, ("of", "several"), ["a", "list"]], ids=repr)
def test_request_and_value_pass_as_they_are(lab, request_):
    async def main():
        service = Echo()
        return await settled(lab.Breaker(service, lab.Window())(request_)), service.asked

    (value, time), asked = run(main)
    assert asked == [(request_, 0.0)] and type(asked[0][0]) is type(request_), (
        f"Closed, the breaker was called with {request_!r} at 0 s, and the service was asked {asked}: it passes each "
        "call on at once, with its request as it is."
    )
    assert (value, time) == (request_, 1.0) and type(value) is type(request_), (
        f"The service returned {request_!r} at 1 s, and the caller had {value!r} at {time} s: what the service "
        "returned, whatever that is, when the call is over."
    )


@pytest.mark.rule(1)
def test_many_calls_are_under_way_at_a_time(lab):
    judged(
        lab,
        "Thirty callers came at one moment",
        at_once(0.5, 30, (0.75, "fine")),
        "Closed, it passes each call on at once, however many are under way.",
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("how", [*FAILING, "Refused"])
@pytest.mark.parametrize("seconds", [0.25, 3.5])
def test_what_the_service_raises_reaches_the_caller(lab, how, seconds):
    judged(
        lab,
        f"The service raised {how} after {seconds} s",
        [call(0.5, 1, (seconds, how))],
        "When the call is over its caller has what the service raised.",
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("value", ["fine", *FALSY], ids=repr)
def test_a_late_value_reaches_the_caller(lab, value):
    judged(
        lab,
        f"The service returned {value!r} after 4 s, and `slow` is 0.5 s",
        [call(0.5, 1, (4.0, value))],
        "The caller has what the service returned, be it late: a slow call is not cut off.",
        slow=0.5,
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("leaves", [0.5, 0.75, 2.5])
def test_a_caller_who_is_cancelled_takes_the_call_along(lab, leaves):
    script = [call(0.25, 1, (3.0, "fine")), call(0.3, 2, (0.5, "fine")), leave(leaves, 1)]
    found, _ = played(lab, script)
    assert found.ended.get(100, [None])[:2] == [leaves, "CancelledError"], (
        f"A caller was cancelled at {leaves} s, and came to {found.ended.get(100)}: the CancelledError goes on at once."
    )
    over = {row[0]: row[1:] for row in found.served}
    assert over[100] == [leaves, "cancelled"] and over[200] == [0.8, "fine"], (
        f"A caller was cancelled at {leaves} s, and the service's calls ended as {over}: a caller who is cancelled "
        "takes the service's call along, and no other."
    )


KINDS = {
    **{f"raises {how}": (0.125, how) for how in FAILING},
    "is slow": SLOW,
    "raises late": (1.5, "Lost"),
    "is barely slow": (1.0625, None),
}


@pytest.mark.rule(2)
@pytest.mark.parametrize("kind", KINDS)
def test_a_failure_counts(lab, kind):
    rows = [call(0.0, 1, KINDS[kind]), call(2.0, 2, KINDS[kind]), call(4.0, 3, GOOD), look(4.5)]
    judged(
        lab,
        f"Of two calls each {kind}, with `slow` 1 s and `least` 2",
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
        trials(0.25, *[(seconds, "fine")] * 3, apart=7.0),
        "A failure took longer than `slow` seconds.",
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
    rest = trials(4.0, other, FAIL, other, FAIL)
    judged(
        lab,
        f"Two calls {kind}, and others after them did not, with `least` 4",
        NOTHING[kind] + rest,
        "A call that ends with `Refused` from the service, or by a cancellation, counts for nothing.",
        least=4,
    )
