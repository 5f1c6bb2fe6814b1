"""The order service, on a list in memory and on the broker that keeps what it has accepted."""

import asyncio

from systemdesign import run
from systemdesign.messaging.broker import Broker
from systemdesign.messaging.memory import MemoryBroker
from systemdesign.messaging.orders import OrderService
from systemdesign.messaging.shop import Step


async def night(service, orders=50, seconds=600):
    for order in range(orders):
        assert await service.create_order(order) == "accepted"
    await asyncio.wait([asyncio.create_task(service.run())], timeout=seconds)
    return [step.handle.done for step in service.workers]


def test_each_step_is_done_once_for_each_order_although_steps_fail():
    steps = Step("pay", 0.3), Step("reserve", 0.5), Step("notify")
    done = run(night(OrderService(Broker(), steps)))
    assert [len(step) for step in done] == [50] * 3 and all(set(step.values()) == {1} for step in done)


def test_an_order_that_is_created_twice_is_one_order():
    async def main():
        service = OrderService(Broker(), [Step("pay")])
        await service.create_order(0)
        return await night(service, orders=1)

    assert run(main()) == [{0: 1}]


def test_what_cannot_be_done_is_dead_after_as_many_deliveries_as_it_may_have():
    service = OrderService(Broker(), [Step("pay"), Step("reserve", 1.0)], most=4)
    assert run(night(service, orders=1)) == [{0: 1}, {}]
    assert service.groups[1].dead == [(1, 0, "no ack after 4 deliveries")] and service.workers[1].works == 4


def test_a_worker_goes_on_when_the_broker_is_back():
    async def main():
        service = OrderService(Broker(), [Step("pay", 0.5)])
        later = asyncio.get_running_loop().call_later
        later(0.5, service.broker.crash), later(30.25, service.broker.restart)
        return await night(service)

    assert len(run(main())[0]) == 50


def test_a_list_in_memory_loses_all_in_a_crash_and_hands_out_again_what_failed():
    async def main():
        broker, pay = MemoryBroker(), Step("pay", 0.5)
        broker.subscribe("order.created", pay)
        for order in range(50):
            await broker.publish("order.created", order)
        await broker.deliver(0.5)
        some = len(pay.done)
        broker.crash()
        await broker.deliver(600)
        before = len(pay.done)
        await broker.publish("order.created", 99)
        await broker.deliver(600)
        return some == before < 50, pay.done[99]

    assert run(main()) == (True, 1)
