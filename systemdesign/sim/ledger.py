"""A shop's database as one of its programs sees it: far away, so that a commit may end in silence."""

import asyncio

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import uniform
from systemdesign.sim.request import Lost
from systemdesign.sim.versions.database import Database


class Ledger:
    """Rows by key, on which transactions run. Each statement takes 1 to 5 ms, and then what it has to wait for.

    Of a commit one may hear nothing: it was done and its answer got lost (`drop`), or it never arrived (`miss`), and
    then the database rolls back. Either way the caller has Lost after `patience` seconds, and cannot tell which.
    """

    patience = 0.2

    def __init__(self, rows=(), isolation="read committed", delay=uniform(0.001, 0.005)):
        self.database, self.delay, self._trouble = Database(isolation=isolation, rows=dict(rows)), delay, []

    def begin(self):
        """A new transaction."""
        return Errand(self)

    def look(self, key):
        """The committed row, None where there is none: for whoever watches."""
        return self.database.look(key)

    @property
    def rows(self):
        """All that is committed."""
        return self.database.committed

    @property
    def deadlocks(self):
        """How many the database had to break."""
        return self.database.deadlocks

    def drop(self):
        """Lose the answer to the next commit: it is done."""
        self._trouble.append("answer")

    def miss(self):
        """Lose the next commit: it is not done."""
        self._trouble.append("question")

    def trouble(self):
        """What is lost of the commit that arrives now: "answer", "question" or None."""
        return self._trouble.pop(0) if self._trouble else None

    async def travel(self):
        """The time that a statement takes."""
        await asyncio.sleep(self.delay(stream("ledger")))


class Errand:
    """A transaction of a ledger. It is open, and holds its locks, until `commit` or `rollback`, or an error of its own.

    Whoever leaves in the middle of a statement leaves it open: roll back.
    """

    def __init__(self, ledger):
        self._ledger, self._tx = ledger, ledger.database.begin()

    async def get(self, key):
        """The row, None where there is none."""
        return await self._statement(self._tx.get, key)

    async def lock(self, key):
        """The row, which nobody else can change until this ends."""
        return await self._statement(self._tx.lock, key)

    async def update(self, key, change, where=None):
        """The row becomes `change(row)`, if there is one and `where(row)`: how many rows that were, 1 or 0."""
        return await self._statement(self._tx.update, key, change, where)

    async def insert(self, key, value):
        """A new row. Raises Duplicate if there is one with this key."""
        return await self._statement(self._tx.insert, key, value)

    async def delete(self, key):
        """No row any more: how many that were, 1 or 0."""
        return await self._statement(self._tx.delete, key)

    async def keys(self, prefix):
        """The keys that begin with this tuple."""
        return await self._statement(self._tx.keys, prefix)

    async def count(self, prefix):
        """How many keys begin with this tuple."""
        return await self._statement(self._tx.count, prefix)

    async def commit(self):
        """Make it last, all of it. Raises Conflict if it may not be, and Lost if nobody knows."""
        await self._ledger.travel()
        trouble = self._ledger.trouble()
        if trouble == "question":
            self._tx.rollback()
        else:
            await self._tx.commit()
        if trouble:
            await asyncio.sleep(self._ledger.patience)
            raise Lost("no answer to a commit", by="ledger")

    def rollback(self):
        """Forget it, at once; nothing happens if it is over."""
        self._tx.rollback()

    async def _statement(self, statement, *what):
        await self._ledger.travel()
        return await statement(*what)
