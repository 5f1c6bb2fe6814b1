"""The same stall on a server of the course, in virtual time: what the fast models are held against, and what is filmed.
"""

import asyncio

from systemdesign.kernel.run import now
from systemdesign.sim.request import Request


async def stand_still(server, start, length):
    """The server does nothing from `start` on, for so many seconds."""
    await asyncio.sleep(start - now())
    server.pause()
    await asyncio.sleep(length)
    server.resume()


async def on_the_beat(service, rate, until):
    """A load test that wants to send at a rate, and waits for each answer before it sends again, on the next beat."""
    beat = 0
    while beat < round(until * rate):
        await asyncio.sleep(max(0.0, beat / rate - now()))
        await service(Request(beat))
        beat = max(beat + 1, int(now() * rate - 1e-9) + 1)


async def scraped(read, offset, every, until):
    """[(time, what `read()` says)] `every` so many seconds from the offset on."""
    found = []
    await asyncio.sleep(offset)
    while now() <= until:
        found.append((now(), read()))
        await asyncio.sleep(every)
    return found


async def through_a_stall(server, start, length, workload):
    """The workload, while its server stands still from `start` on for so many seconds."""
    await asyncio.gather(stand_still(server, start, length), workload)
