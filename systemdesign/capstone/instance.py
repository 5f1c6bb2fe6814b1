"""An instance of the shop, and the road that leads to it from the balancer."""

import asyncio
from math import inf
from typing import NamedTuple

from systemdesign.capstone.settings import BOUNCE, BROKEN, LOSS, WORKERS
from systemdesign.kernel.streams import stream
from systemdesign.sim.request import Lost, Refused, ServiceError


class Visit(NamedTuple):
    """A client's request: its number, the product (0: it is an order), and the seconds of work that it is for an
    instance, for a database node, and for the payment."""

    id: int
    product: int
    work: float
    store: float
    pay: float


class Instance:
    """Each visit holds one of its workers from beginning to end, or waits for one, first come first served.

    `handle` is what a worker does when the instance's own work is done: a service. A caller who leaves is not
    heard: the visit is worked off all the same. `here` counts those inside.
    """

    def __init__(self, name, handle, room=inf, workers=WORKERS):
        """`room` is the most that may wait."""
        self.name, self.handle, self.room, self.here = name, handle, room, 0
        self.workers, self.free, self.awake = workers, asyncio.Semaphore(workers), asyncio.Event()
        self.thaw()

    @property
    def waiting(self):
        """How many have no worker yet."""
        return max(0, self.here - self.workers)

    async def __call__(self, visit):
        """The handler's reply. Raises Refused when the queue is full, and whatever the handler fails with."""
        if self.here >= self.workers + self.room:
            raise Refused(f"{self.waiting} wait already", by=self.name)
        self.here += 1
        reply, error = await asyncio.shield(asyncio.create_task(self._serve(visit)))
        if error:
            raise Refused(f"the shop is there, and has no answer: {error}", by=self.name)
        return reply

    async def _serve(self, visit):
        async with self.free:
            try:
                await self.awake.wait()
                await asyncio.sleep(visit.work)
                return await self.handle(visit), None
            except ServiceError as error:  # handed over, not raised: whoever asked may have left
                return None, error
            finally:
                self.here -= 1

    def freeze(self):
        """Begin nothing new, until `thaw`."""
        self.awake.clear()

    def thaw(self):
        """Go on."""
        self.awake.set()


class Road:
    """The way to an instance, on which a share of all tries gets lost, most of them while the instance fails fast."""

    def __init__(self, instance):
        self.instance, self.name, self.loss, self.tries = instance, instance.name, LOSS, 0

    async def __call__(self, visit):
        """What the instance replies. Raises Lost, soon, where the try does not arrive."""
        self.tries += 1
        if stream("network").random() < self.loss:
            await asyncio.sleep(BOUNCE)
            raise Lost("the connection was reset", by=self.name)
        return await self.instance(visit)

    def fail(self):
        """Lose most of what comes, until `mend`."""
        self.loss = BROKEN

    def mend(self):
        """Be as good as any other road."""
        self.loss = LOSS
