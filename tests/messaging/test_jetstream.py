"""The same stories on the chapter's broker and on a real one, which must end alike."""

import asyncio
from functools import partial

import pytest

from systemdesign.engines import available
from systemdesign.engines.nats.server import Nats
from systemdesign.kernel import run
from systemdesign.messaging.broker import Broker
from systemdesign.messaging.jetstream import with_stream
from systemdesign.messaging.worker import Worker
from systemdesign.sim.request import ServiceError

pytestmark = pytest.mark.alone
needs_nats = pytest.mark.skipif(not available("nats"), reason=available("nats").reason)

WAIT = 0.12  # s, for an ack; and somewhat longer for what must not come
LONG = 10.0


def on_the_model(story):
    return run(story(Broker()))


def on_the_engine(story):
    with Nats() as server:
        return with_stream(server, story)


@pytest.fixture(params=[on_the_model, pytest.param(on_the_engine, marks=needs_nats)])
def told(request):
    return request.param


def seen(deliveries):
    return [(delivery.number, delivery.body, delivery.attempt) for delivery in deliveries]


async def publish(broker, *bodies):
    return [(await broker.publish("order.created", body)).number for body in bodies]


def test_an_id_that_was_there_gives_the_first_one_s_number(told):
    async def story(broker):
        return [await broker.publish("order.created", n, id=id) for n, id in enumerate(["a", "b", "a", None, None])]

    assert told(story) == [(1, False), (2, False), (1, True), (3, False), (4, False)]


def test_a_body_comes_as_it_was_whatever_it_is(told):
    bodies = [None, 0, "", [], {"order": 7, "lamps": [1, 2.5]}, "größer"]

    async def story(broker):
        await publish(broker, *bodies)
        return [delivery.body for delivery in await broker.group("order.created", "pay").fetch(100)]

    assert told(story) == bodies


def test_each_group_gets_the_messages_of_its_subject(told):
    async def story(broker):
        await publish(broker, "a", "b")
        await broker.publish("order.paid", "c")
        return [seen(await broker.group(f"order.{what}", name).fetch(9))
                for what, name in (("created", "pay"), ("created", "tell"), ("paid", "send"))]

    assert told(story) == [[(1, "a", 1), (2, "b", 1)]] * 2 + [[(3, "c", 1)]]


def test_two_consumers_of_a_group_share_its_messages(told):
    async def story(broker):
        group, rounds = broker.group("order.created", "pay"), []
        for _ in range(3):
            await publish(broker, *range(9))
            halves = await asyncio.gather(group.fetch(5), group.fetch(4))
            rounds.append(sorted(map(len, halves)) + sorted(each.body for half in halves for each in half))
        return rounds

    assert told(story) == [[4, 5, *range(9)]] * 3


def test_a_fetch_waits_for_the_first_message_and_not_for_the_rest(told):
    async def story(broker):
        group = broker.group("order.created", "pay")
        assert await group.fetch(5, 0.05) == []
        waiting = asyncio.create_task(group.fetch(5, LONG))
        await asyncio.sleep(0.05)
        await publish(broker, "a")
        start = asyncio.get_running_loop().time()
        return seen(await waiting), asyncio.get_running_loop().time() - start < LONG / 2

    assert told(story) == ([(1, "a", 1)], True)


def test_of_two_that_wait_at_once_each_waits_as_long_as_it_said(told):
    async def story(broker):
        group = broker.group("order.created", "pay")
        await asyncio.gather(group.fetch(5, 0.02), group.fetch(5, 0.02))
        both = asyncio.gather(group.fetch(5, LONG), group.fetch(5, 0.02))
        await asyncio.sleep(0.1)
        await publish(broker, "a")
        start = asyncio.get_running_loop().time()
        return list(map(seen, await both)), asyncio.get_running_loop().time() - start < LONG / 2

    assert told(story) == ([[(1, "a", 1)], []], True)


def test_without_an_ack_a_message_comes_again_and_with_one_never(told):
    async def story(broker):
        await publish(broker, "a")
        group = broker.group("order.created", "pay", ack_wait=WAIT)
        first, again = await group.fetch(1, LONG), await group.fetch(1, LONG)
        await again[0].ack()
        return seen(first + again), await group.fetch(1, 2 * WAIT)

    assert told(story) == ([(1, "a", 1), (1, "a", 2)], [])


def test_the_ack_of_a_first_delivery_settles_the_message_that_another_has_by_now(told):
    async def story(broker):
        await publish(broker, "a")
        group = broker.group("order.created", "pay", ack_wait=WAIT)
        first, again = await group.fetch(1, LONG), await group.fetch(1, LONG)
        await first[0].ack()
        return seen(again), await group.fetch(1, 2 * WAIT)

    assert told(story) == ([(1, "a", 2)], [])


def test_a_group_holds_no_more_than_it_may_until_something_is_acknowledged(told):
    async def story(broker):
        await publish(broker, "a", "b", "c")
        group = broker.group("order.created", "pay", held=2)
        both = await group.fetch(3, 0.1)
        assert await group.fetch(3, 0.1) == []
        await both[1].ack()
        return seen(both), seen(await group.fetch(3, 0.1))

    assert told(story) == ([(1, "a", 1), (2, "b", 1)], [(3, "c", 1)])


def test_what_is_sent_back_comes_again_after_its_delay(told):
    async def story(broker):
        await publish(broker, "a")
        group = broker.group("order.created", "pay")
        times = []
        for delay in (0.0, WAIT, 0.0):
            delivery, = await group.fetch(1, LONG)
            times.append(asyncio.get_running_loop().time())
            await delivery.nak(delay)
        return delivery.attempt, times[1] - times[0] < WAIT - 0.01 < times[2] - times[1] < LONG / 2

    assert told(story) == (3, True)


@pytest.mark.parametrize("most", [1, 2])
def test_after_its_last_delivery_a_message_is_dead(told, most):
    async def story(broker):
        await publish(broker, "a", "b")
        group = broker.group("order.created", "pay", ack_wait=WAIT, max_deliver=most)
        for _ in range(most):
            for delivery in await group.fetch(2, LONG):
                if delivery.body == "b":
                    await delivery.ack()
        assert await group.fetch(2, 2 * WAIT) == []
        return group.dead

    times = ["1 delivery", "2 deliveries"][most - 1]
    assert told(story) == [(1, "a", f"no ack after {times}")]


def test_the_chapter_s_worker_works_on_either(told):
    async def story(broker):
        done, failures = [], [ServiceError("declined")]

        async def handle(body):
            if body == 1 and failures:
                raise failures.pop()
            done.append(body)

        await publish(broker, *range(4))
        worker = Worker(broker.group("order.created", "pay"), handle, most=3)
        while len(done) < 4:
            await worker.once(LONG)
        return sorted(done), worker.works

    assert told(story) == ([0, 1, 2, 3], 5)


@needs_nats
def test_another_client_of_the_same_stream_goes_on_where_the_first_one_left():
    async def first(broker):
        await publish(broker, "a", "b", "c")
        for delivery in await broker.group("order.created", "pay").fetch(2):
            await delivery.ack()

    async def second(broker):
        kept = [await broker.message(number) for number in (1, 2, 3)]
        return kept, seen(await broker.group("order.created", "pay").fetch(2))

    with Nats() as server:
        with_stream(server, first)
        assert with_stream(server, second) == (["a", "b", "c"], [(3, "c", 1)])


@needs_nats
def test_an_id_is_remembered_for_as_long_as_the_stream_was_told():
    async def story(wait, broker):
        receipts = [await broker.publish("order.created", "a", id="a")]
        await asyncio.sleep(wait)
        return [*receipts, await broker.publish("order.created", "a", id="a")][1].duplicate

    for wait, duplicate in ((0.0, True), (0.4, False)):
        with Nats() as server:
            assert with_stream(server, partial(story, wait), window=0.2) is duplicate
