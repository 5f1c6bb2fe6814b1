"""Lab 13, part 2: closed, a breaker passes calls on; what is a failure, what is noted, and when it opens."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.grading.outcomes import settled
from systemdesign.sim.request import Lost

from .model import judged, played
from .scene import FAILING, FALSY, GOOD, at_once, call, leave


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
        "Five hundred callers came at one moment",
        at_once(0.5, 500, (0.75, "fine")),
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
@pytest.mark.parametrize(("seconds", "value"), [*((4.0, value) for value in ["fine", *FALSY]), (800.0, "fine")])
def test_a_late_value_reaches_the_caller(lab, seconds, value):
    judged(
        lab,
        f"The service returned {value!r} after {seconds:g} s, and `slow` is 0.5 s",
        [call(0.5, 1, (seconds, value))],
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


@pytest.mark.rule(4)
@pytest.mark.parametrize("after", [0.0625, 1.0, 4.5])
@pytest.mark.parametrize("count", [1, 8])
def test_open_it_refuses_at_once(lab, after, count):
    rows = [call(0.0, 1 + n, (0.125 + n / 64, "Lost")) for n in range(8)]
    judged(
        lab,
        "Eight calls had failed, with `least` 2, and it was open",
        [*rows, *at_once(0.25 + after, count, GOOD)],
        "Open, it refuses every call: `Refused` is raised at once, and nobody is asked.",
        only=range(50, 50 + count),
        least=2,
    )
