"""A store that several processes share: a value is replaced only if nobody else has replaced it since."""

from systemdesign.sim.store import Store


class Versioned(Store):
    """Values with versions: 0 for a key that nobody has written, and one more with each writing.

    Fails as a Store does. An answer takes 1 to 5 ms. (Compare and set: an *If-Match* in HTTP, *WATCH* in Valkey.)
    """

    offers = ("get", "put_if")
    delay = 0.0005, 0.0025

    async def get(self, key):
        """(value, version): (None, 0) where there is none."""
        return await self._call(lambda: self.data.get(key, (None, 0)))

    async def put_if(self, key, value, version):
        """Keep a value if the key still has this version. Returns whether it was so."""
        return await self._call(lambda: self._put_if(key, value, version))

    def _put_if(self, key, value, version):
        same = self.data.get(key, (None, 0))[1] == version
        if same:
            self.data[key] = value, version + 1
        return same
