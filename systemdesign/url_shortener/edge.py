"""A cache near the readers, for answers by code: the CDN. Edges may stand before an edge, their shield."""

from systemdesign.caching.aside import Entry
from systemdesign.caching.eviction import LRU
from systemdesign.kernel.run import now

KEEPABLE = 301, 302, 308, 404, 410  # RFC 9110, 15.1: all but 302 even without a word that allows it


class Edge:
    """Keeps each answer of `origin(code)` for `ttl` seconds, if its status is one that it `keeps`.

    It is itself an origin, so edges stack. `hits` and `misses` count.
    """

    def __init__(self, origin, ttl, keeps=KEEPABLE, most=100_000):
        self.origin, self.ttl, self.keeps, self.store = origin, ttl, keeps, LRU(most)
        self.hits = self.misses = 0

    async def __call__(self, code):
        entry = self.store.get(code)
        if entry and now() < entry.ends:
            self.hits += 1
            return entry.value
        self.misses += 1
        reply = await self.origin(code)
        if reply.status in self.keeps:
            self.store.put(code, Entry(reply, now() + self.ttl))
        return reply

    async def purge(self, code):
        """Forget a code's answer."""
        self.store.remove(code)
