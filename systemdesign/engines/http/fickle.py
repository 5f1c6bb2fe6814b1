"""A real HTTP server that is slow now and then: no request waits for another.

Run as a script by `server.FickleServer`: fickle.py NAME SHARE SLOW QUICK SEED LISTENING_FD. Which requests are slow is
drawn from the seed in the order in which they come; a slow answer is signed NAME SLOWLY.
"""

import asyncio
import random
import sys

from systemdesign.engines.http.worker import Worker, main, precise_loop, response

SLOWLY = " slowly"


class Fickle(Worker):
    """Takes `quick` seconds for an answer, and for a `share` of all answers `slow` ones."""

    def __init__(self, name, share, slow, quick, seed):
        super().__init__(name, speed=1.0)
        self.share, self.slow, self.quick, self.chance = float(share), float(slow), float(quick), random.Random(seed)

    async def signed(self):
        """Take the time for an answer; how it is signed."""
        slow = self.chance.random() < self.share
        await asyncio.sleep(self.slow if slow else self.quick)
        return self.name + slow * SLOWLY

    async def answer(self, head):
        """The response to one request; a health check draws nothing."""
        return response(self.name if head.startswith(b"GET /ping ") else await self.signed())


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=precise_loop) as runner:
        *asked, listening_fd = sys.argv[1:]
        runner.run(main(Fickle(*asked), listening_fd))
