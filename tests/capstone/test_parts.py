"""The parts of the shop that no other room has: instances, roads, the database with its takeover, the payment."""

import asyncio

import pytest

from systemdesign.capstone.database import Database
from systemdesign.capstone.instance import Instance, Road, Visit
from systemdesign.capstone.payment import InLine, Payment
from systemdesign.kernel import now, run
from systemdesign.sim import (
    Lost,
    Refused,
    TimedOut,
    Trace,
    Unavailable,
    exponential,
    open_loop,
    poisson,
    requests,
    with_timeout,
)
from systemdesign.theory import queues
from systemdesign.theory.intervals import batch_means

PLAIN = Visit(0, 1, work=0.7, store=0.3, pay=0.1)


async def at_once(visit):
    return "done"


def check(found, known, narrow=0.08):
    assert found.width < narrow, f"{found} is too wide: run longer"
    assert known in found, f"{known} is outside {found}"


def test_an_instance_is_mm2():
    trace = Trace()

    async def main():
        work = (Visit(one.id, 1, one.work, 0.0, 0.0) for one in requests(exponential(0.09)))
        await open_loop(trace.watch(Instance("i", at_once)), poisson(14.0), work, count=100_000)

    run(main)
    check(batch_means(trace.latency[5000:], level=0.99), queues.mmc_mean(14.0, 1 / 0.09, 2))


def test_one_node_of_the_database_is_mm1():
    trace = Trace()

    async def main():
        database = Database(0, confirms=False)
        read = trace.watch(lambda request: database.read(1, request.work))
        await open_loop(read, poisson(16.0), requests(exponential(0.03)), count=100_000)

    run(main)
    check(batch_means(trace.latency[5000:], level=0.99), queues.mm1_mean(16.0, 1 / 0.03))


def test_an_instance_refuses_what_its_queue_has_no_room_for():
    async def main():
        instance = Instance("i", at_once, room=3)
        calls = await asyncio.gather(*map(instance, [PLAIN] * 6), return_exceptions=True)
        return [type(one) for one in calls], now()

    assert run(main) == ([str] * 5 + [Refused], pytest.approx(3 * 0.7))


def test_who_leaves_an_instance_is_worked_for_all_the_same():
    async def main():
        instance = Instance("i", at_once, workers=1)
        with pytest.raises(TimedOut):
            await with_timeout(instance, 0.2)(PLAIN)
        await instance(PLAIN)
        return now()

    assert run(main) == pytest.approx(1.4)


def test_a_frozen_instance_ends_what_it_has_begun_and_begins_nothing():
    async def main():
        instance, ends = Instance("i", at_once), []

        async def ask(after):
            await asyncio.sleep(after)
            await instance(PLAIN)
            ends.append(now())

        asyncio.get_running_loop().call_later(0.5, instance.freeze)
        asyncio.get_running_loop().call_later(5.0, instance.thaw)
        await asyncio.gather(ask(0.0), ask(0.6), ask(0.65))
        return ends

    assert run(main) == pytest.approx([0.7, 5.7, 5.7])


def test_what_its_handler_fails_with_is_an_instances_refusal():
    async def fails(visit):
        raise Unavailable("the database is down")

    with pytest.raises(Refused, match="the database is down"):
        run(Instance("i", fails)(PLAIN))


def test_a_road_loses_its_share_within_two_milliseconds():
    async def main():
        road, lost = Road(Instance("i", at_once)), 0
        road.fail()
        for _ in range(2000):
            begun = now()
            try:
                await road(PLAIN._replace(work=0.0))
            except Lost:
                lost += 1
                assert now() - begun == pytest.approx(0.002)
        return lost, road.tries

    lost, tries = run(main)
    assert tries == 2000 and lost / tries == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize(("confirms", "replicas", "takes"), [(False, 2, 0.3), (True, 2, 0.32), (True, 0, 0.3)])
def test_a_confirmed_order_takes_the_way_to_a_replica_if_there_is_one(confirms, replicas, takes):
    async def main():
        await Database(replicas, confirms).write(7, 0.3)
        return now()

    assert run(main) == pytest.approx(takes)


@pytest.mark.parametrize(("confirms", "told"), [(True, Unavailable), (False, type(None))])
def test_an_order_that_reaches_no_replica_dies_with_the_primary(confirms, told):
    async def main():
        database, loop = Database(2, confirms), asyncio.get_running_loop()
        await database.write(1, 0.1)
        await asyncio.sleep(0.1)
        database.cut()
        loop.call_later(1.5, database.die)
        (answer,) = await asyncio.gather(database.write(2, 0.1), return_exceptions=True)
        await asyncio.sleep(2.0)
        database.take_over()
        await database.write(3, 0.1)
        return type(answer), list(database.orders), database.primary.name

    assert run(main) == (told, [1, 3], "replica 1")


def test_without_a_replica_the_repaired_primary_has_all_its_orders():
    async def main():
        database = Database(0, confirms=True)
        await database.write(1, 0.1)
        database.cut()
        await database.write(2, 0.1)
        database.die()
        with pytest.raises(Refused):
            await database.read(1, 0.1)
        database.take_over()
        await database.write(3, 0.1)
        return list(database.orders)

    assert run(main) == [1, 2, 3]


def test_reads_go_to_the_nodes_that_are_up_in_turn():
    async def main():
        database = Database(2, confirms=False)
        await asyncio.gather(*(database.read(1, 1.0) for _ in range(6)))
        three = now()
        database.die()
        await asyncio.gather(*(database.read(1, 1.0) for _ in range(6)))
        return three, now() - three

    assert run(main) == (2.0, 3.0)


def test_each_instance_has_a_breaker_of_its_own():
    async def main():
        payment = Payment()
        payment.hang()
        till = InLine(payment, 0.5, True)
        one, other = till.desk(), till.desk()
        failed = [type((await asyncio.gather(one(PLAIN), return_exceptions=True))[0]) for _ in range(6)]
        payment.recover()
        await other(PLAIN)
        return failed

    assert run(main) == [TimedOut] * 5 + [Refused]
