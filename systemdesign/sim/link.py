"""A network link: it delays, it loses, it can be cut."""

import asyncio

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import constant
from systemdesign.sim.request import Lost, ServiceError


class Link:
    """A service seen through a network: itself a service.

    Each call crosses the link twice. A lost message is silence: the caller learns of it, as Lost, only
    `patience` seconds after it sent the request, and cannot tell whether the work was done.
    """

    def __init__(self, service, latency=constant(0.0), loss=0.0, patience=1.0):
        """`latency` draws the seconds of one crossing; `loss` is the probability that a message disappears."""
        if not 0 <= loss <= 1:
            raise ValueError(f"loss is a probability from 0 to 1, and it is {loss}")
        self.service, self.latency, self.loss, self.patience = service, latency, loss, patience
        self.name = getattr(service, "name", "service")
        self.partitioned = False

    async def __call__(self, request):
        return await self._there_and_back(self.service, request)

    async def ping(self):
        """The far server's health probe, through this link."""
        return await self._there_and_back(self.service.ping)

    def partition(self):
        """Cut the link: what is under way and what follows is lost, in both directions."""
        self.partitioned = True

    def heal(self):
        """Mend a partition."""
        self.partitioned = False

    async def _there_and_back(self, call, *args):
        give_up = asyncio.get_running_loop().time() + self.patience
        await self._cross(give_up)
        try:
            reply = await call(*args)
        except ServiceError:
            await self._cross(give_up)  # bad news crosses too
            raise
        await self._cross(give_up)
        return reply

    async def _cross(self, give_up):
        rng = stream(f"link {self.name}")
        lost = self.partitioned or (self.loss and rng.random() < self.loss)
        if not lost:
            await asyncio.sleep(self.latency(rng))
        if lost or self.partitioned:
            await asyncio.sleep(max(0.0, give_up - asyncio.get_running_loop().time()))
            raise Lost(f"no word from {self.name}", by=self.name)
