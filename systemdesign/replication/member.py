"""One of several database servers: it holds what it is told, in the order in which it is told."""

import asyncio

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import exponential
from systemdesign.sim.request import Unavailable


class Member:
    """Takes writes at once, and copies of other members' writes after a `lag`: whatever arrives last stays.

    Data are (key, value). It loses nothing in a crash, but misses what arrives while it is down: `replicate` and `read`
    raise Unavailable then.
    """

    def __init__(self, name, lag=exponential(0.1)):
        self.name, self.lag, self.up, self.values = name, lag, True, {}

    async def write(self, data):
        """Hold this from now on."""
        self.values.update([data])

    async def replicate(self, data):
        """The same, when the copy has arrived."""
        await asyncio.sleep(self.lag(stream(f"lag of {self.name}")))
        self._reachable()
        await self.write(data)

    async def read(self, key):
        """What it holds, or None."""
        self._reachable()
        return self.values.get(key)

    def crash(self):
        """Be down, until `restart`."""
        self.up = False

    def restart(self):
        """Be up again, with all that was there."""
        self.up = True

    def _reachable(self):
        if not self.up:
            raise Unavailable(f"{self.name} is down", by=self.name)
