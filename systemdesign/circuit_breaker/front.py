"""A front with so many workers, some of whose requests need a service that may hang."""

import asyncio

from systemdesign.sim.request import Refused


class Front:
    """Each request holds a worker until it is answered or fails; one that finds none free is refused at once.

    Those whose key is `NEEDS` ask the `slow` service, and all others take `quick` seconds.
    """

    NEEDS = "needs it"

    def __init__(self, slow, workers=20, quick=0.05):
        self.slow, self.workers, self.quick, self.busy = slow, workers, quick, 0

    async def __call__(self, request):
        """What the slow service answers, or nothing. Raises Refused without a free worker, and what that service does.
        """
        if self.busy == self.workers:
            raise Refused("all workers are busy", by="front")
        self.busy += 1
        try:
            if request.key == self.NEEDS:
                return await self.slow(request)
            await asyncio.sleep(self.quick)
        finally:
            self.busy -= 1


class Hanging:
    """A service that takes `quick` seconds, and from `start` to `end` gives no answer at all."""

    def __init__(self, start, end, quick=0.05):
        self.start, self.end, self.quick = start, end, quick

    async def __call__(self, request):
        time = asyncio.get_running_loop().time()
        await asyncio.sleep(1e9 if self.start <= time < self.end else self.quick)
