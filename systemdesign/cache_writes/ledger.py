"""A database that is written to: it numbers its changes, makes several at once, and can be down."""

import asyncio

from systemdesign.kernel.streams import stream
from systemdesign.sim.database import Database
from systemdesign.sim.distributions import constant
from systemdesign.sim.request import Unavailable


class Ledger(Database):
    """Rows by key, for a run in virtual time.

    What is written arrives after a time of its own, in seconds, drawn from the distribution `time`; its row is changed
    then and at once, and the answer takes no time. So of two writes the one that is sent later may arrive first. While
    it is not `up`, whatever arrives changes nothing.
    """

    def __init__(self, rows=None, time=None):
        super().__init__(rows)
        self.time = time or constant(0.01)
        self.up, self.version = True, 0

    async def write(self, key, value):
        """Change one row; None deletes it. Gives its version, as `write_all` does."""
        return await self.write_all({key: value})

    async def write_all(self, rows):
        """Change these rows in one transaction, which takes the time of all of them and is seen by nobody before.

        Gives its version, larger than that of any transaction that arrived before. Raises Unavailable while the
        database is down.
        """
        self.writes += len(rows)
        return await self._trip(sum(self.time(stream("to the database")) for _ in rows), self.change, rows)

    def change(self, rows):
        """The rows are as these say, from now on."""
        self.version += 1
        for key, value in rows.items():
            self._set(key, value)
        return self.version

    async def _trip(self, seconds, act, *what):
        await asyncio.sleep(seconds)
        if not self.up:
            raise Unavailable("the database is down", by="database")
        return act(*what)
