"""One coordinator's line to one node: it can be cut, and it can lose what is answered."""

import asyncio

from systemdesign.sim.distributions import uniform
from systemdesign.sim.link import Link
from systemdesign.sim.request import Lost, ServiceError


class Line(Link):
    """A node as one coordinator sees it, 1 to 10 ms away.

    `deaf`, it carries what is said to the node, and loses what that answers. Whoever has no answer `patience` seconds
    after asking has Lost, and cannot tell whether it was done.
    """

    offers = ("fence", "look", "append", "read")

    def __init__(self, node, coordinator, patience=0.2):
        super().__init__(node, uniform(0.001, 0.01), patience=patience)
        self.name = f"{coordinator}-{node.name}"
        self.deaf = False

    async def fence(self, epoch):
        """Have the node obey nobody older: its position and its log."""
        return await self._ask(self.service.fence, epoch)

    async def look(self):
        """The node's position and its log."""
        return await self._ask(self.service.look)

    async def append(self, epoch, start, entries):
        """Returns when the node has these entries."""
        await self._ask(self.service.append, epoch, start, list(entries))

    async def read(self, key):
        """What the node reads: a value and a position."""
        return await self._ask(self.service.read, key)

    def mend(self):
        """Be as new."""
        self.heal()
        self.deaf = False

    async def _ask(self, call, *args):
        asked = asyncio.get_running_loop().time()
        try:
            answer = await self._there_and_back(call, *args)
        except ServiceError:
            await self._heard(asked)
            raise
        await self._heard(asked)
        return answer

    async def _heard(self, asked):
        if self.deaf:
            await asyncio.sleep(max(0.0, asked + self.patience - asyncio.get_running_loop().time()))
            raise Lost(f"no word from {self.name}", by=self.name)
