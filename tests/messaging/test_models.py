"""The fast models of chapter 11: against the broker, against other ways to reckon, and against their formulas."""

import asyncio
from collections import deque
from fractions import Fraction
from statistics import fmean

import pytest

from systemdesign import run, stream
from systemdesign.messaging import again, drain, place, theory
from systemdesign.messaging.broker import Broker
from systemdesign.messaging.hold import Burst

SETTINGS = [(ack, note) for ack in place.ACKED for note in place.NOTES]


def test_no_consumer_acts_at_any_of_the_moments_at_which_it_may_die():
    times = {*place.ACKED.values(), *place.NOTED.values(), place.CHARGE}
    assert not times & set(place.MOMENTS) and len(place.MOMENTS) == 50


@pytest.mark.parametrize(("ack", "note"), SETTINGS)
def test_the_moments_that_go_wrong_are_those_of_the_formula(ack, note):
    assert place.wrong(ack, note) == theory.wrong(ack, note)


@pytest.mark.parametrize(("ack", "note"), SETTINGS)
def test_a_second_consumer_gets_the_order_exactly_where_the_first_did_not_acknowledge_it(ack, note):
    for crash in place.MOMENTS:
        acts = place.happened(crash, ack, note)
        by_the_first = any(act.who == "one" and act.what == "acked" for act in acts)
        assert (place.span(acts, "two") is None) == by_the_first
        assert acts[-1].what == "acked" or (ack == place.FIRST and by_the_first)


def test_the_second_consumer_believes_the_note():
    acts = place.happened(0.55, place.LAST, place.AFTER)
    assert [act.what for act in acts if act.who == "two"] == ["received", "acked"]
    assert place.charges(acts) == 1 and place.charges(acts, until=0.3) == 0


def test_the_fifty_deaths_of_each_order_come_to_four_two_one_one_and_none_of_ten_thousand():
    last = [10 * place.wrong(place.LAST, note) for note in place.NOTES]
    assert (10 * place.wrong(place.FIRST, place.NONE), last) == (4, [2, 1, 1, 0])


async def consume(group, held, seconds, messages, works):
    """Work through what is at hand, and fetch whenever there is room, until all is acknowledged."""
    hand = deque()

    async def fill():
        while True:
            if len(hand) < held:
                hand.extend(await group.fetch(held - len(hand), wait=0.0))
            await asyncio.sleep(seconds / 7)

    filling = asyncio.create_task(fill())
    while group.acked < messages or hand:
        await asyncio.sleep(seconds if hand else seconds / 7)
        if hand:
            await hand[0].ack()
            hand.popleft()
            works.append(asyncio.get_running_loop().time())
    filling.cancel()


async def prefetched(messages, held, seconds, wait):
    """How many works a burst is for two such consumers, on the broker itself."""
    broker, works = Broker(), []
    group = broker.group("order.created", "pay", ack_wait=wait, held=10 * messages)
    for number in range(messages):
        await broker.publish("order.created", number)
    await asyncio.gather(*(consume(group, held, seconds, messages, works) for _ in range(2)))
    return len(works)


@pytest.mark.parametrize(("held", "wait"), [(20, 1.05), (30, 3.05), (40, 3.05), (100, 3.05), (60, 5.05), (50, 5.05)])
def test_two_consumers_on_the_broker_work_as_often_as_those_of_the_model(held, wait):
    works = Burst(100, held, 0.1, wait).run().works
    assert abs(run(prefetched(100, held, 0.1, wait)) - works) <= 4  # they look for room now and then, not at once


@pytest.mark.parametrize(("wait", "seconds"), [(10, 0.1), (30, 0.06), (30, 0.1), (60, 0.2)])
def test_each_message_is_worked_on_once_exactly_while_the_last_one_held_is_done_in_time(wait, seconds):
    most = int(Fraction(wait) / Fraction(str(seconds)))
    assert Burst(3 * most, most, seconds, wait).run()[:2] == (3 * most, 0)
    assert Burst(3 * most, most + 1, seconds, wait).run().works > 3 * most


def test_a_burst_agrees_with_the_formula_wherever_there_is_one():
    known = 0
    for messages in (200, 700, 1000, 2000):
        for held in range(50, 1001, 50):
            for seconds, wait in ((0.02, 10), (0.1, 30), (0.1, 10), (0.14, 60), (0.2, 50)):
                works = theory.works(messages, held, seconds, wait)
                if works is not None:
                    known += 1
                    assert Burst(messages, held, seconds, wait).run().works == pytest.approx(messages * works)
    assert known > 200


def test_every_message_of_a_burst_is_done_and_the_last_one_no_sooner_than_two_can():
    for held in (50, 350, 1000):
        found = Burst(1000, held, 0.1, 30).run()
        assert found.works >= 1000 and found.end >= 50 and found.returned >= found.works - 1000


def stepped(rate, consumers, outage, seed, upto):
    """What each message waits, reckoned as a queue at moments of a hundredth of a second."""
    works = stream("works", seed)
    free, queue, found, step = [drain.BEFORE] * consumers, deque(), [], 0.01
    arrivals, now = deque(drain.arrivals(rate, seed)), drain.BEFORE
    while now < upto:
        now += step
        while arrivals[0] <= now:
            queue.append(arrivals.popleft())
        for k, until in enumerate(free):
            if queue and until <= now and not 0 <= now < outage:
                found.append(now - queue.popleft())
                free[k] = now + works.expovariate(drain.RATE)
    return found


def test_messages_wait_as_they_do_in_a_queue_that_is_moved_step_by_step():
    waits = [one.wait for one in drain.passed(8.0, 4, 10, seed=3) if one.time < 40]
    slow = stepped(8.0, 4, 10, 3, upto=60)
    assert abs(fmean(waits) - fmean(slow[: len(waits)])) < 0.3


def test_nobody_is_served_during_the_outage_and_the_first_one_after_it_waited_longest():
    for way in (drain.passed, drain.newest_first):
        starts = [one.time + one.wait for one in way(8.0, 4, 60, seed=1)]
        assert not [start for start in starts if 0 <= start < 60]
    found = drain.until_free(8.0, 4, 60, seed=1)
    assert 59 < max(one.wait for one in found[:4]) < 61


def test_the_latest_order_served_first_is_served_by_the_same_number_of_consumers():
    for rate in (5.0, 8.0):
        old, new = ([one.wait for one in way(rate, 4, 60, seed=2)] for way in (drain.passed, drain.newest_first))
        assert abs(len(old) - len(new)) < 10
        assert fmean(new) == pytest.approx(fmean(old), rel=0.25) and max(new) > 2 * max(old)


@pytest.mark.parametrize(("rate", "sd"), [(5.0, 8), (8.0, 35), (9.0, 101)])
def test_orders_are_late_as_long_as_the_fluid_says_on_average(rate, sd):
    late = [drain.until_free(rate, 4, 60, seed)[-1].time for seed in range(60)]
    assert abs(fmean(late) - theory.late(60, rate / 10)) < 4 * sd / 60**0.5


def test_without_enough_consumers_orders_are_late_for_the_whole_hour():
    assert drain.until_free(8.0, 3, 60, seed=0)[-1].time > 3590


def test_what_the_fluid_waits_begins_with_the_outage_and_ends_when_orders_are_late_no_more():
    assert theory.waits(0.0, 60, 0.8) == 60 and theory.waits(60, 60, 0.8) == pytest.approx(48)
    assert theory.waits(theory.late(60, 0.8), 60, 0.8) == pytest.approx(0)
    assert theory.waits(400, 60, 0.8) == 0 and theory.waits(100, 60, 1.2) == pytest.approx(80)


def test_deliveries_and_what_is_given_up_are_those_of_the_formula():
    found = again.attempts(20_000, 0.4, 3, seed=1)
    assert fmean(end or 3 for end in found) == pytest.approx(theory.deliveries(0.4, 3), rel=0.02)
    assert fmean(end == 0 for end in found) == pytest.approx(0.4**3, rel=0.1)
    assert theory.deliveries(1.0, 7) == 7 and max(found) == 3
