"""One transaction: what it sees, what it has written and nobody else sees yet, and how it ends."""

import asyncio

from systemdesign.sim.versions.errors import Conflict, Deadlock, Duplicate, Failed

LEVELS = "read committed", "repeatable read", "serializable"


class Transaction:
    """Statements that take effect together, at the commit, or never.

    It sees its own writes. What it locks is held until it ends. After an error, after a wait that was cancelled
    and after `commit` or `rollback` it is over: nothing of it stays, no lock and no row, but what was committed.
    """

    def __init__(self, database, isolation):
        self.isolation, self.over = isolation, False
        self._db, self._snapshot = database, None
        self._writes, self._new, self._read, self._counted = {}, set(), set(), set()
        database.open.add(self)

    async def get(self, key):
        """The row, None where there is none."""
        await self._begin_statement()
        return self._see(key)

    async def keys(self, prefix):
        """The keys that begin so, of rows that are there: tuples, or strings."""
        await self._begin_statement()
        self._counted.add(prefix)
        known = {**self._db.versions, **self._writes}
        return [key for key in known if key[: len(prefix)] == prefix and self._see(key, note=False) is not None]

    async def count(self, prefix):
        """How many rows have a key that begins so."""
        return len(await self.keys(prefix))

    async def lock(self, key):
        """`select … for update`: the row, which nobody else can lock or write until this ends.

        Waits for whoever has it. What is not there can't be locked: None, at once. Raises `Conflict` where the
        row was changed after the snapshot, and `Deadlock`.
        """
        return await self._lock_where(key, lambda row: True)

    async def update(self, key, change, where=None):
        """The row becomes `change(row)`: how many rows that were, 1 or 0.

        With `where`, only if `where(row)`. If there is somebody to wait for, it is asked again about the row
        that they left. Raises `Conflict` where the row was changed after the snapshot, and `Deadlock`.
        """
        row = await self._lock_where(key, where or (lambda row: True))
        if row is None:
            return 0
        self._writes[key] = change(row)
        return 1

    async def delete(self, key, where=None):
        """The row is gone: how many that were, as for `update`."""
        return await self.update(key, lambda row: None, where)

    async def insert(self, key, value):
        """A new row. Waits for whoever is writing this key, and raises `Duplicate` if there is a row after that."""
        await self._begin_statement()
        if self._db.look(key) is None or self._written(key):
            await self._acquire(key)
        if self._newest(key) is not None:
            stale = self.isolation == "serializable" and self._outdated()
            raise self._failed(Conflict(f"{key!r} has come since") if stale else Duplicate(f"{key!r} is there"))
        self._writes[key] = value
        self._new.add(key)

    async def commit(self):
        """Make all of it visible in one step. Raises `Conflict` if it is serializable, and what it read is not so."""
        await self._begin_statement()
        if self.isolation == "serializable" and self._writes and self._outdated():
            raise self._failed(Conflict("what it read was changed by another transaction"))
        self._db.bury(self._new)
        self._db.apply(self._writes)
        self.rollback()

    def rollback(self):
        """Forget what was written, and let go of the rows; nothing happens if it is over already."""
        self.over, self._writes = True, {}
        self._db.open.discard(self)
        self._db.locks.release(self)

    async def _begin_statement(self):
        if self.over:
            raise Failed("this transaction is over: begin another one")
        if self._db.delay:
            await asyncio.sleep(self._db.delay)
        if self._snapshot is None:
            self._snapshot = self._db.clock

    def _see(self, key, note=True):
        if key in self._writes:
            return self._writes[key]
        if note:
            self._read.add(key)
        return self._db.version(key, None if self.isolation == "read committed" else self._snapshot)[1]

    def _newest(self, key):
        return self._writes[key] if key in self._writes else self._db.look(key)

    async def _lock_where(self, key, where):
        await self._begin_statement()
        seen = self._see(key)
        if seen is None or not where(seen):
            return None
        asked = self._db.clock
        await self._acquire(key)
        if self.isolation != "read committed" and self._db.overtaken(key, self._snapshot):
            raise self._failed(Conflict(f"{key!r} was changed by another transaction"))
        row = self._newest(key)
        return row if not self._db.gone(key, asked) and where(row) else None

    def _written(self, key):
        """Whether a transaction that is still open has changed the row, and not only locked it."""
        owner = self._db.locks.owner(key)
        return owner is not None and key in owner._writes

    async def _acquire(self, key):
        try:
            await self._db.locks.acquire(self, key)
        except Deadlock as error:
            raise self._failed(error) from None
        except asyncio.CancelledError:
            self.rollback()
            raise

    def _outdated(self):
        """Whether a row or a count that it read has changed since."""
        newer = (key for keys in self._db.changed[self._snapshot :] for key in keys)
        return any(key in self._read or any(key[: len(begin)] == begin for begin in self._counted) for key in newer)

    def _failed(self, error):
        self._db.aborts += isinstance(error, Conflict)
        self._db.deadlocks += isinstance(error, Deadlock)
        self.rollback()
        return error
