"""A cache on the other side of a network, where commands overtake each other."""

import asyncio
from math import inf

from systemdesign.caching.aside import Entry
from systemdesign.kernel.run import now
from systemdesign.kernel.streams import stream


class RemoteCache:
    """Keys and values with a time to live, such as Redis keeps them for many clients; it has room for all.

    A command counts when it arrives. Each way takes an exponential time with a mean of `way` seconds, so of two
    commands that are sent one after the other the second may arrive first.
    """

    def __init__(self, way=0.0):
        self.way, self.entries = way, {}

    async def get(self, key):
        """The key's value, None where there is none that still counts."""
        await self._travel()
        value = self.held(key)
        await self._travel()
        return value

    async def set(self, key, value, ttl=inf):
        """Keep a value for `ttl` seconds."""
        await self._travel()
        self.entries[key] = Entry(value, now() + ttl)
        await self._travel()

    async def delete(self, key):
        """Forget a key, if it is there."""
        await self._travel()
        self.entries.pop(key, None)
        await self._travel()

    def held(self, key):
        """What a command that arrives now would find."""
        entry = self.entries.get(key)
        return entry.value if entry and now() < entry.ends else None

    async def _travel(self):
        if self.way:
            await asyncio.sleep(stream("ways").expovariate(1 / self.way))
