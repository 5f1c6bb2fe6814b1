"""A table far away that compares versions: of a row it keeps the newest that it was ever told."""

from systemdesign.sim.store import Store


class Table(Store):
    """Rows by key, each with its version. A put with a lower version than the row's changes nothing.

    Fails as a Store does.
    """

    offers = ("get", "put")

    def __init__(self, name="table", rows=()):
        super().__init__(name, rows)
        self.versions = dict.fromkeys(self.data, 0)

    async def put(self, key, value, version):
        """Keep a row, unless it is there with a higher version."""
        return await self._call(lambda: self._keep(key, value, version))

    def _keep(self, key, value, version):
        if version >= self.versions.get(key, version):
            self.data[key], self.versions[key] = value, version
