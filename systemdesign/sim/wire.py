"""One client's line to one replica: it can be cut, and it can lose writes, or what is answered to them."""

import asyncio

from systemdesign.sim.distributions import uniform
from systemdesign.sim.link import Link
from systemdesign.sim.request import Lost


class Wire(Link):
    """A replica as one client sees it, 1 to 10 ms away.

    `mute`, its writes get lost on their way there; `deaf`, their acknowledgements on the way back. Whoever has no
    answer `patience` seconds after asking has Lost, and cannot tell whether it was done.
    """

    offers = ("read", "write")

    def __init__(self, replica, client, patience=0.3):
        super().__init__(replica, uniform(0.001, 0.01), patience=patience)
        self.name = f"{client}-{replica.name}"
        self.mute = self.deaf = False

    async def read(self, key):
        """What the replica answers: a tag and a value."""
        return await self._there_and_back(self.service.read, key)

    async def write(self, key, tag, value):
        """Returns when the replica has acknowledged."""
        asked = asyncio.get_running_loop().time()
        if not self.mute:
            await self._there_and_back(self.service.write, key, tag, value)
        if self.mute or self.deaf:
            await asyncio.sleep(max(0.0, asked + self.patience - asyncio.get_running_loop().time()))
            raise Lost(f"no word from {self.name}", by=self.name)

    def delay(self, seconds):
        """Be slower by so much each way."""
        self.latency = uniform(0.001 + seconds, 0.01 + seconds)

    def mend(self):
        """Be as new."""
        self.heal()
        self.mute = self.deaf = False
        self.delay(0.0)
