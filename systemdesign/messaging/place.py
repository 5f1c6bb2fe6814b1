"""One order, one charge and a consumer that dies: is there a right place for the ack?"""

import asyncio
from typing import NamedTuple

from systemdesign.kernel.run import now, run
from systemdesign.messaging.broker import Broker

FIRST, LAST = "first", "last"
NONE, AFTER, BEFORE, WITH = "none", "after the charge", "before the charge", "with the charge"
NOTES = [NONE, AFTER, BEFORE, WITH]

CHARGE, ACK_WAIT = 0.4, 2.0
NOTED = {AFTER: 0.5, BEFORE: 0.3}
ACKED = {FIRST: 0.0, LAST: 0.6}
MOMENTS = [round(0.01 + 0.02 * k, 2) for k in range(50)]
"""Moments of a crash, each of which stands for a fiftieth of a second; at none of them does a consumer act."""


class Act(NamedTuple):
    """Who did what, when: "one" and "two" are the consumers, in the order in which they get the message."""

    time: float
    who: str
    what: str


class Order:
    """An order in a broker, a bank that charges whenever it is told to, and notes of what was charged."""

    def __init__(self, ack, note):
        self.ack, self.note, self.noted, self.acts = ack, note, False, []

    async def happen(self, crash):
        """All that is done about it, by a consumer that dies at `crash` and then by another."""
        group = Broker().group("order.created", "pay", ack_wait=ACK_WAIT)
        await group.broker.publish("order.created", "order")
        dying = asyncio.create_task(self.consume(group, "one"))
        asyncio.get_running_loop().call_later(crash, dying.cancel)
        await asyncio.sleep(1.0)
        await self.consume(group, "two")
        return self.acts

    async def consume(self, group, who):
        """Take the message, if there is one, and do what it asks for, unless a note says that this was done."""
        for delivery in await group.fetch(wait=2 * ACK_WAIT):
            self.act(who, "received")
            try:
                await self.work(delivery, who)
            except asyncio.CancelledError:
                self.act(who, "died")
                raise

    async def work(self, delivery, who):
        """One step after the other."""
        for pause, what in self.steps():
            await asyncio.sleep(pause)
            self.act(who, what)
            if what == "charged" and self.note == WITH:
                self.act(who, "noted")
            if what == "acked":
                await delivery.ack()

    def steps(self):
        """Pauses and what is done after them, in order."""
        times = {ACKED[self.ack]: "acked", CHARGE: "charged"}
        if self.note in NOTED:
            times[NOTED[self.note]] = "noted"
        if self.noted:
            times = {ACKED[self.ack]: "acked"}
        last = 0.0
        for time, what in sorted(times.items()):
            yield time - last, what
            last = time

    def act(self, who, what):
        """Put it on record."""
        self.acts.append(Act(round(now(), 6), who, what))
        self.noted |= what == "noted"


def happened(crash, ack, note):
    """All that is done about one order, by a consumer that dies at `crash` and then by another."""
    return run(Order(ack, note).happen(crash))


def charges(acts, until=9.0):
    """How often the customer paid, up to then."""
    return sum(act.what == "charged" and act.time <= until for act in acts)


def span(acts, who):
    """From when to when a consumer had the order; None if it never did."""
    times = [act.time for act in acts if act.who == who]
    return (times[0], times[-1]) if times else None


def wrong(ack, note):
    """For how long, of the second after the receipt, a crash leaves the customer uncharged or charged twice."""
    return round(0.02 * sum(charges(happened(crash, ack, note)) != 1 for crash in MOMENTS), 2)
