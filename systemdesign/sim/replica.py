"""A replica that is told how long its caller will wait, and hears it leave."""

import asyncio

from systemdesign.sim.distributions import exponential
from systemdesign.sim.server import Server


class Replica(Server):
    """A server for callers with a deadline: `await replica(request, within=seconds)`.

    `told` lists the times that it was given, in order. `silent`, it lets a caller wait whatever it has done: its
    replies are lost. A caller who leaves is heard, and nothing is worked for it any more.
    """

    def __init__(self, name, service=exponential(0.01), workers=1):
        super().__init__(name, workers=workers, service=service, hears=True)
        self.told, self.silent = [], False

    async def __call__(self, request, within):
        """Answer one request, as a Server does. It is the caller who looks at the clock."""
        self.told.append(within)
        reply = await super().__call__(request)
        if self.silent:
            await asyncio.get_running_loop().create_future()
        return reply
