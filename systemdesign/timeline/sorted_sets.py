"""Timelines as Valkey's sorted sets: see `lists.py` for what lists promise.

A score is a double, exact up to 2^53, and a post's number has up to 63 bits. As scores, numbers of one millisecond
become equal, and a page that begins below one of them leaves out the others. So each score is 0, and the numbers are
the members, 16 hexadecimal digits: of equal scores, Valkey keeps members in the order of their bytes.
"""

from contextlib import asynccontextmanager

from systemdesign.sim.request import Lost
from systemdesign.timeline.lists import KEPT

PATIENCE = 5.0  # s, that Valkey is waited for


def member(id):
    """A number as a member."""
    return f"{id:016x}"


class SortedSets:
    """Lists in the Valkey at this `port` of this machine; an async context manager. Raises Lost."""

    def __init__(self, port):
        from valkey.asyncio import Valkey

        self.client = Valkey(host="127.0.0.1", port=port, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        await self.client.aclose()

    async def add(self, list, id):
        """Add a number to a list."""
        await self.extend(list, [id])

    async def extend(self, list, ids):
        """Add several numbers to a list."""
        if ids:
            async with asked(), self.client.pipeline(transaction=False) as pipeline:
                pipeline.zadd(list, {member(id): 0 for id in ids}).zremrangebyrank(list, 0, -1 - KEPT)
                await pipeline.execute()

    async def spread(self, lists, id):
        """Add a number to each of these lists, in one pipeline."""
        name = member(id)
        async with asked(), self.client.pipeline(transaction=False) as pipeline:
            for list in lists:
                pipeline.zadd(list, {name: 0}).zremrangebyrank(list, 0, -1 - KEPT)
            await pipeline.execute()

    async def page(self, list, below=None, count=20):
        """The newest numbers below one."""
        top = "+" if below is None or below >> 64 else f"({member(below)}"
        async with asked():
            found = await self.client.zrevrangebylex(list, top, "-", start=0, num=count)
        return [int(name, 16) for name in found]

    async def remove(self, list):
        """Forget a list."""
        async with asked():
            await self.client.delete(list)


@asynccontextmanager
async def asked():
    """The client's errors as the course's."""
    from valkey import exceptions

    try:
        yield
    except (exceptions.ConnectionError, exceptions.TimeoutError) as error:
        raise Lost(f"Valkey: {error}", by="valkey") from error
