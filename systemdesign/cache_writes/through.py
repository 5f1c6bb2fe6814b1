"""Write-through: the database first, then the cache, which keeps whatever is newer."""

import asyncio

from systemdesign.caching.aside import Entry
from systemdesign.caching.remote import RemoteCache
from systemdesign.kernel.run import now
from systemdesign.sim.request import ServiceError, Unavailable

PAUSE = 0.1  # seconds until a cache that did not answer is asked again


class VersionedCache(RemoteCache):
    """Keys and values far away, each with a version: an older one never takes a newer one's place.

    It remembers the version of what it was told to forget. `up` may be set to False: then it raises Unavailable.
    """

    def __init__(self, way=0.0):
        super().__init__(way)
        self.up, self.versions = True, {}

    async def set(self, key, value, ttl, version):
        """Keep a value for `ttl` seconds, unless a newer one has been here."""
        await self._travel()
        if version > self.versions.get(key, 0):
            self.versions[key], self.entries[key] = version, Entry(value, now() + ttl)
        await self._travel()

    async def _travel(self):
        await super()._travel()
        if not self.up:
            raise Unavailable("the cache is down", by="cache")


class WriteThrough:
    """Writes to a database and to the cache in front of it, so that the cache ends with what the database has.

    The database goes first, for it decides: it refuses a write, or gives it a version, and the cache keeps the newest.
    Between the two the cache still has the old value, for `ttl` seconds at most if the writer dies just then.
    """

    def __init__(self, cache, database, ttl=3600.0):
        self.cache, self.database, self.ttl = cache, database, ttl

    async def write(self, key, value):
        """Write the row, then the entry. Raises what the database raises, and then nothing has changed."""
        version = await self.database.write(key, value)
        try:
            await self.cache.set(key, value, self.ttl, version)
        except ServiceError:
            await self.forget(key)

    async def forget(self, key):
        """Remove the entry, as soon as the cache can be told."""
        while True:
            try:
                return await self.cache.delete(key)
            except ServiceError:
                await asyncio.sleep(PAUSE)
