"""Paying for an order: a service that may hang, asked in line, or later from a queue."""

import asyncio
from collections import Counter

from systemdesign.capstone.settings import IN_A_ROW, OPEN_FOR
from systemdesign.circuit_breaker.breaker import Breaker
from systemdesign.messaging.broker import Broker
from systemdesign.messaging.worker import Worker
from systemdesign.sim.request import with_timeout

SUBJECT = "order.placed"


class Payment:
    """The bank. `paid` counts how often it was paid for an order; while it hangs, it answers nobody."""

    def __init__(self):
        self.paid, self.answers = Counter(), asyncio.Event()
        self.recover()

    async def __call__(self, visit):
        """Pay."""
        await self.answers.wait()
        await asyncio.sleep(visit.pay)
        self.paid[visit.id] += 1

    def hang(self):
        """Answer nobody who comes, until `recover`."""
        self.answers.clear()

    def recover(self):
        """Answer all who wait."""
        self.answers.set()


class InLine:
    """Each instance asks the payment itself, `limit` seconds at most, behind a breaker if it `breaks`."""

    busy = False

    def __init__(self, payment, limit, breaks):
        self.limited = with_timeout(payment, limit) if limit else payment
        self.breaks = breaks

    def desk(self):
        """How one instance pays: a service."""
        return Breaker(self.limited, IN_A_ROW, OPEN_FOR) if self.breaks else self.limited


class Queued:
    """Whoever pays leaves a message with the order's number, once; one worker pays, when the payment answers."""

    def __init__(self, payment):
        self.broker = Broker()
        self.group = self.broker.group(SUBJECT, "payment", ack_wait=60.0)
        self.work = asyncio.create_task(Worker(self.group, payment).run())

    @property
    def busy(self):
        """Whether any order waits to be paid."""
        return bool(self.group.waiting or self.group.pending)

    def desk(self):
        """How one instance pays: a service."""

        async def publish(visit):
            await self.broker.publish(SUBJECT, visit, id=visit.id)

        return publish
