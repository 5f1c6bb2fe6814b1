"""A group of consumers that share the messages of one subject: each goes to one of them, and again if need be."""

import asyncio
from heapq import heappop, heappush
from typing import NamedTuple

from systemdesign.kernel.run import now


class Dead(NamedTuple):
    """A message that was given up, and why."""

    number: int
    body: object
    reason: str


class Delivery:
    """A message handed to a consumer for the `attempt`-th time; it comes again at `due`, unless it is acknowledged."""

    def __init__(self, group, number, body, attempt):
        self.group, self.number, self.body, self.attempt = group, number, body, attempt
        self.due = now() + group.ack_wait

    async def ack(self):
        """The message is done with, although another consumer may have it by now. A dead one stays dead."""
        self.group.broker.alive()
        self.group.settle(self)

    async def nak(self, delay=0.0):
        """Have it come again, `delay` seconds from now. Ignored if it has gone to another consumer by now."""
        self.group.broker.alive()
        self.group.delay(self, delay)


class Group:
    """Each message is *waiting* (behind the cursor, or come back), *pending* (handed out), acked or dead.

        waiting --fetch--> pending --ack--> acked         An ack settles one that has come back, too.
           ^                  | nak, or `ack_wait` seconds
           +------------------+--after `max_deliver` deliveries--> dead

    At most `held` are pending. What has come back goes out first, and not before somebody fetches.
    """

    def __init__(self, broker, log, ack_wait, max_deliver, held):
        self.broker, self.log, self.ack_wait, self.max_deliver, self.held = broker, log, ack_wait, max_deliver, held
        self.cursor, self.acked, self._out, self._back, self._dead, self._timers = 0, 0, {}, {}, [], []
        self._news = asyncio.Event()

    async def fetch(self, most=1, wait=5.0):
        """Up to `most` deliveries, as soon as there is one; none after `wait` seconds. Unavailable: the broker."""
        until = now() + wait
        while not (found := self._take(most)) and now() < until:
            await self._change(until)
        return found

    @property
    def pending(self):
        """How many are handed out, and their time isn't over."""
        self._come_back()
        return len(self._out)

    @property
    def waiting(self):
        """How many could be handed out."""
        self._come_back()
        return len(self.log) - self.cursor + len(self._back)

    @property
    def dead(self):
        """What was given up, in order."""
        self._come_back()
        return self._dead

    def settle(self, delivery):
        """Acknowledge a message, whichever delivery of it this is."""
        self._come_back()
        if self._out.pop(delivery.number, None) or self._back.pop(delivery.number, None):
            self.acked += 1
            self.wake()

    def delay(self, delivery, seconds):
        """Let it come back so many seconds from now, if this is its newest delivery."""
        self._come_back()
        if self._out.get(delivery.number) is delivery:
            self._hold(delivery, now() + seconds)
            self.wake()

    def wake(self):
        """Have those who wait look again."""
        self._news.set()
        self._news = asyncio.Event()

    def _take(self, most):
        self.broker.alive()
        self._come_back()
        found = []
        while len(found) < most and len(self._out) < self.held and (delivery := self._next()):
            self._hold(delivery, now() + self.ack_wait)
            found.append(delivery)
        return found

    def _next(self):
        if self._back:
            old = self._back.pop(next(iter(self._back)))
            return Delivery(self, old.number, old.body, old.attempt + 1)
        if self.cursor < len(self.log):
            self.cursor += 1
            return Delivery(self, *self.log[self.cursor - 1], attempt=1)

    def _hold(self, delivery, due):
        self._out[delivery.number], delivery.due = delivery, due
        heappush(self._timers, (due, delivery.number))

    def _come_back(self):
        while self._timers and self._timers[0][0] <= now():
            due, number = heappop(self._timers)
            if number in self._out and self._out[number].due == due:
                self._give_back(self._out.pop(number))

    def _give_back(self, delivery):
        if delivery.attempt == self.max_deliver:
            times = "delivery" if delivery.attempt == 1 else "deliveries"
            self._dead.append(Dead(delivery.number, delivery.body, f"no ack after {delivery.attempt} {times}"))
        else:
            self._back[delivery.number] = delivery

    async def _change(self, until):
        due = self._timers[0][0] if self._timers else until
        try:
            async with asyncio.timeout_at(min(until, due)):
                await self._news.wait()
        except TimeoutError:
            pass
