"""The broker: at least once, and nothing is ever unaccounted for."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from systemdesign import run
from systemdesign.kernel.run import now
from systemdesign.messaging.broker import Broker, Receipt
from systemdesign.messaging.worker import Worker
from systemdesign.sim.request import Refused, Unavailable


async def filled(many=1, **kwargs):
    """A broker with so many messages, and a group that has fetched none."""
    broker = Broker()
    group = broker.group("order.created", "pay", **kwargs)
    for number in range(many):
        await broker.publish("order.created", f"order {number}")
    return broker, group


def whole(group):
    """That each message of the subject is in one state, and only one."""
    return len(group.log) == group.acked + group.pending + group.waiting + len(group.dead)


def test_a_message_that_nobody_acknowledges_comes_again_after_the_ack_wait_and_then_is_dead():
    async def main():
        _, group = await filled(ack_wait=1.0, max_deliver=3)
        found = []
        while deliveries := await group.fetch(wait=2.5):
            found += [(now(), one.attempt) for one in deliveries]
        return found, now(), group.dead

    found, end, dead = run(main())
    assert (found, end) == ([(0.0, 1), (1.0, 2), (2.0, 3)], 4.5)
    assert dead == [(1, "order 0", "no ack after 3 deliveries")]


def test_an_id_is_remembered_for_the_window_and_then_accepted_again():
    async def main():
        broker, receipts = Broker(window=2.0), []
        for pause in (0.0, 1.9, 0.1, 0.5):
            await asyncio.sleep(pause)
            receipts.append(await broker.publish("order.created", "order", id=0))
            await broker.publish("order.created", "another")
        return receipts

    assert run(main()) == [Receipt(1, False), Receipt(1, True), Receipt(4, False), Receipt(4, True)]


def test_an_ack_of_the_first_delivery_settles_what_was_handed_out_again():
    async def main():
        _, group = await filled(ack_wait=1.0)
        first, second = [(await group.fetch(wait=5))[0] for _ in range(2)]
        await first.ack()
        await second.ack()
        return second.attempt, group.acked, await group.fetch(wait=60)

    assert run(main()) == (2, 1, [])


def test_an_ack_settles_what_has_come_back_and_is_not_handed_out_again():
    async def main():
        _, group = await filled(ack_wait=1.0)
        late = (await group.fetch())[0]
        await asyncio.sleep(1.5)
        assert group.waiting == 1
        await late.ack()
        return group.acked, group.waiting

    assert run(main()) == (1, 0)


def test_a_nak_brings_it_back_after_its_delay_and_an_old_one_is_ignored():
    async def main():
        _, group = await filled(ack_wait=10.0)
        first = (await group.fetch())[0]
        await first.nak(delay=2.5)
        second = (await group.fetch())[0]
        await first.nak()
        return now(), second.attempt, await group.fetch(wait=9.0), group.pending

    assert run(main()) == (2.5, 2, [], 1)


def test_no_more_are_pending_than_may_be_held_and_an_ack_makes_room():
    async def main():
        _, group = await filled(5, held=3)
        one, *_ = held = await group.fetch(most=5)
        nothing = await group.fetch(most=5, wait=1.0)
        asyncio.get_running_loop().call_soon(asyncio.create_task, one.ack())
        return len(held), nothing, [each.number for each in await group.fetch(most=5)]

    assert run(main()) == (3, [], [4])


def test_what_comes_back_goes_out_before_what_is_new():
    async def main():
        _, group = await filled(3, ack_wait=1.0)
        await group.fetch()
        await asyncio.sleep(1.0)
        return [(each.number, each.attempt) for each in await group.fetch(most=3)]

    assert run(main()) == [(1, 2), (2, 1), (3, 1)]


def test_each_group_gets_every_message_of_its_subject_and_one_name_is_one_group():
    async def main():
        broker, pay = await filled(2)
        await broker.publish("order.cancelled", "another")
        late = broker.group("order.created", "notify")
        assert broker.group("order.created", "pay") is pay
        return [[each.number for each in await group.fetch(most=9)] for group in (pay, late, pay) if group.waiting]

    assert run(main()) == [[1, 2], [1, 2]]


def test_a_fetch_waits_for_a_message_and_gives_up_when_its_time_is_over():
    async def main():
        broker, group = await filled(0)
        asyncio.get_running_loop().call_later(3.0, asyncio.create_task, broker.publish("order.created", "late"))
        return await group.fetch(wait=2.0), now(), [each.body for each in await group.fetch(wait=2.0)], now()

    assert run(main()) == ([], 2.0, ["late"], 3.0)


def test_a_crash_loses_nothing_and_the_timers_go_on():
    async def main():
        broker, group = await filled(2, ack_wait=4.0)
        held = (await group.fetch())[0]
        broker.crash()
        for refused in (broker.publish("order.created", "more"), group.fetch(), held.ack(), held.nak()):
            with pytest.raises(Unavailable):
                await refused
        await asyncio.sleep(5.0)
        broker.restart()
        return [(each.number, each.attempt) for each in await group.fetch(most=9)]

    assert run(main()) == [(1, 2), (2, 1)]


def test_a_fetch_that_waits_hears_of_the_crash():
    async def main():
        broker, group = await filled(0)
        asyncio.get_running_loop().call_later(1.0, broker.crash)
        with pytest.raises(Unavailable):
            await group.fetch(wait=60)
        return now()

    assert run(main()) == 1.0


ACTS = some.lists(some.tuples(some.sampled_from(["publish", "fetch", "ack", "nak", "sleep", "crash"]),
                              some.integers(0, 3)), max_size=60)


@settings(deadline=None, max_examples=150)
@given(ACTS)
def test_published_is_acked_and_pending_and_waiting_and_dead_at_every_moment(acts):
    async def main():
        broker, group = await filled(0, ack_wait=1.0, max_deliver=3, held=4)
        taken = []
        for act, n in acts:
            if act == "publish":
                await broker.publish("order.created", n)
            elif act == "fetch":
                taken += await group.fetch(n, wait=n / 4)
            elif act in ("ack", "nak") and taken:
                await getattr(taken[n % len(taken)], act)()
            elif act == "sleep":
                await asyncio.sleep(n / 3)
            elif act == "crash":
                broker.crash(), broker.restart()
            assert whole(group) and group.pending <= 4
        assert len({each.number for each in group.dead}) == len(group.dead)

    run(main())


def test_a_worker_does_everything_and_does_again_what_failed():
    async def main():
        _, group = await filled(3)
        done = []

        async def handle(body):
            done.append((now(), body))
            if body == "order 1" and len(done) < 4:
                raise Refused("not now")

        worker = Worker(group, handle, pause=2.0)
        while await worker.once(wait=3.0):
            pass
        return done[-1], worker.works, group.acked

    assert run(main()) == ((2.0, "order 1"), 4, 3)
