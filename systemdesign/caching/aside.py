"""Cache-aside: ask the cache, on a miss ask the database and keep the answer for a while."""

import asyncio
from dataclasses import dataclass
from math import inf

from systemdesign.caching.eviction import LRU
from systemdesign.kernel.run import now
from systemdesign.sim.request import Reply


@dataclass(slots=True)
class Entry:
    """A value in the cache, and the time from which it no longer counts."""

    value: object
    ends: float


class CacheAside:
    """The application asks the cache first, and the database when the cache has nothing.

    An entry lives for `ttl` seconds from the miss that stored it. Whoever writes changes the database, and
    then removes the entry: the next reader fetches the new row. Several clients may share one `store`, which
    is any of eviction.py's. Absent rows are not kept. Reads and writes of one key may overtake each
    other: an entry can be stale, for `ttl` seconds at most.
    """

    def __init__(self, database, ttl=inf, store=None):
        self.database, self.ttl = database, ttl
        self.store = LRU(1_000_000) if store is None else store
        self.hits = self.misses = 0

    async def get(self, key):
        """The key's value, from the cache or else from the database; None where neither has one."""
        entry = self.store.get(key)
        if entry and now() < entry.ends:
            self.hits += 1
            return entry.value
        self.misses += 1
        value = await self.database.read(key)
        if value is not None:
            self.keep(key, value)
        return value

    def keep(self, key, value):
        """Store what a reader found."""
        self.store.put(key, Entry(value, now() + self.ttl))

    async def set(self, key, value):
        """Write the row, then forget the entry."""
        await self.database.write(key, value)
        self.store.remove(key)

    async def delete(self, key):
        """Delete the row, then forget the entry."""
        await self.set(key, None)

    async def __call__(self, request):
        return Reply("cache", await self.get(request.key))


class DeletesFirst(CacheAside):
    """The other order: forget the entry, then write the row."""

    async def set(self, key, value):
        """Forget the entry, then write the row."""
        self.store.remove(key)
        await self.database.write(key, value)


class NewerWins(CacheAside):
    """Rows are pairs of a version and a value, and an older version never takes a newer one's place.

    Only as long as the cache remembers the newer one: an entry that has ended or was evicted guards nothing.
    """

    def keep(self, key, value):
        """Store what a reader found or a writer wrote, unless the cache knows a newer one."""
        held = self.store.get(key)
        if not held or now() >= held.ends or held.value < value:
            super().keep(key, value)

    async def set(self, key, value):
        """Write the row, then the entry."""
        await self.database.write(key, value)
        self.keep(key, value)


async def observe(cache, key, until, every):
    """(time, row, value) of one key, `every` so many seconds: what the database has and what the cache would answer.

    `value` is None where the cache has no entry that still counts. Each look is a use of the entry, for a store
    that evicts, but no hit and no miss.
    """
    seen = []
    while now() < until:
        entry = cache.store.get(key)
        seen.append((now(), cache.database.rows.get(key), entry.value if entry and now() < entry.ends else None))
        await asyncio.sleep(every)
    return seen
