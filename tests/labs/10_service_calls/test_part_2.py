"""Lab 10, part 2: when the copies of a hedged call are sent, and what they are told."""

import asyncio

import pytest

from systemdesign.grading.outcomes import heard
from systemdesign.kernel import at
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .hedging import Scene
from .scene import REQUESTS, ended, lost


def seen(lab, first, second=(0.0, "b"), within=4.0, **options):
    async def main():
        return await Scene(lab, first, second, **options).seen(within)

    return heard(main)


@pytest.mark.rule(1)
def test_a_quick_call_is_sent_once(lab):
    found = seen(lab, (0.3, "a"), delay=0.5)
    assert found.names == ["a"], (
        f"The service answered after 0.3 s, the delay is 0.5 s, and the copies went to {found.names}: the first is "
        "sent to `service`, a second one only when that has given no answer after the delay."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("delay", [0.0, 0.3, 1.7])
def test_the_second_copy_is_sent_when_the_delay_is_over(lab, delay):
    found = seen(lab, (3.0, "a"), (0.2, "b"), delay=delay)
    assert found.names == ["a", "b"], (
        f"The service took 3 s, the delay is {delay} s, and the copies went to {found.names}: a second one is sent to "
        "`backup` when the first has given no answer after the delay."
    )
    assert [sent for _, sent, _ in found.copies] == pytest.approx([0.0, delay]), (
        f"With a delay of {delay} s the copies were sent at {[sent for _, sent, _ in found.copies]} s: the first at "
        "once, the second when the delay is over."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("error", [Lost, Refused, Unavailable, TimedOut, TimeoutError])
def test_when_the_first_fails_the_second_copy_is_sent_in_that_moment(lab, error):
    found = seen(lab, (0.13, error("said the service")), (0.2, "b"), delay=1.5)
    assert found.names == ["a", "b"] and found.how == "b", (
        f"The first copy failed with {error.__name__} before the delay was over; the copies went to {found.names}, and "
        f"the call came to {found.how!r}: when the first fails, the second is sent."
    )
    assert found.copies[1][1] == pytest.approx(0.13), (
        f"The first copy failed at 0.13 s, and the second one was sent at {found.copies[1][1]} s: it is sent in that "
        "moment, and does not wait for the delay."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("first", [(0.1, lost()), (0.9, lost()), (3.0, lost())], ids=lambda plan: f"{plan[0]} s")
def test_more_than_two_copies_are_never_sent(lab, first):
    found = seen(lab, first, (0.2, lost("b")), delay=0.5, says=[True] * 9)
    assert found.names == ["a", "b"], (
        f"Both services fail, the first one after {first[0]} s, and the copies went to {found.names}: more than two "
        "are never sent."
    )


@pytest.mark.rule(1)
def test_the_delay_is_asked_once_as_the_request_comes_in(lab):
    async def main():
        scene = Scene(lab, (3.0, "a"), (0.2, "b"), delay=(0.9, 0.4, 0.1), says=[True] * 9)
        calls = [asyncio.ensure_future(scene.call(4.0, moment=moment)) for moment in (0.0, 0.2)]
        await at(0.25)
        asked = scene.watched()[0]
        await asyncio.gather(*calls)
        return asked, scene.watched()[0], [call.asked for call in scene.calls if call.name == "b"]

    early, late, sent = heard(main)
    assert (early, late) == (2, 2), (
        f"Two requests came in, and `delay.seconds()` had been asked {early} times right then, and {late} times in the "
        "end: once for each, as it comes in."
    )
    assert sent == pytest.approx([0.6, 0.9]), (
        f"The delay said 0.9 s to a request at 0 s and 0.4 s to one at 0.2 s; the second copies were sent at {sent} s, "
        "and are when the delay of each request is over, [0.6, 0.9]."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("request_", REQUESTS, ids=repr)
def test_both_copies_have_the_request(lab, request_):
    async def main():
        scene = Scene(lab, (3.0, "a"))
        await ended(scene.hedged(request_, within=4.0))
        return [call.request for call in scene.calls]

    found = heard(main)
    assert found == [request_] * 2, f"For the request {request_!r} the copies had {found}: each copy has the request."


@pytest.mark.rule(2)
@pytest.mark.parametrize("first", [(3.0, "a"), (0.2, lost())], ids=["slow", "fails"])
def test_each_copy_is_told_the_time_that_is_left(lab, first):
    found = seen(lab, first, (0.3, "b"), within=3.5, delay=0.7)
    due = [3.5, 2.8 if first[0] > 1 else 3.3]
    assert [told for *_, told in found.copies] == pytest.approx(due), (
        f"A call within 3.5 s sent its copies at {[sent for _, sent, _ in found.copies]} s, and they were told "
        f"{[told for *_, told in found.copies]}: each is told the time that is left when it is sent, {due}."
    )
