"""Renews when less than δ is left: all readers do so at the same moment.

Loses part 2. Hint: which is the stampede again
"""


class EarlyCache:
    """Renews an entry before it ends: by chance, and the more likely the nearer the end."""

    def __init__(self, load, ttl, rng, beta=1.0):
        self.load, self.ttl, self.rng, self.beta = load, ttl, rng, beta
        self.entries = {}

    async def get(self, key):
        """The key's value."""
        if key not in self.entries or now() >= self.entries[key][1]:
            return await self._renew(key)
        value, ends, took = self.entries[key]
        if took * self.beta < ends - now():
            return value
        try:
            return await self._renew(key)
        except ServiceError:
            if now() >= ends:
                raise
            return value

    async def _renew(self, key):
        start = now()
        value = await self.load(key)
        self.entries[key] = value, now() + self.ttl, now() - start
        return value
