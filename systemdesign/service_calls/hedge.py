"""Asking twice: a second copy for a call that takes long."""

import asyncio

from systemdesign.kernel.streams import stream


class Hedge:
    """A service that sends a request to any of its servers, and after `delay` seconds to another one of them.

    The first answer counts, and the other copy is told so. Whether its server hears that is the server's affair.
    It knows no deadline and no budget: that is the lab.
    """

    def __init__(self, servers, delay):
        self.servers, self.delay = servers, delay

    async def __call__(self, request):
        first = stream("copies").randrange(len(self.servers))
        copies = [asyncio.create_task(self.servers[first](request))]
        try:
            await asyncio.wait(copies, timeout=self.delay)
            if not copies[0].done():
                other = another(stream("copies").randrange(len(self.servers) - 1), first)
                copies.append(asyncio.create_task(self.servers[other](request)))
            done, _ = await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        finally:
            for copy in copies:
                copy.cancel()


def another(drawn, first):
    """The server that a number drawn from one fewer stands for, so that it is never the first one."""
    return drawn + (drawn >= first)
