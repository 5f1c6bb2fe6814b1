"""What the guide's sketch calls its databases: tables of rows, where a statement by itself is a transaction."""

from contextlib import asynccontextmanager
from contextvars import ContextVar
from itertools import count

from systemdesign.sim.versions.database import Database


class Tables:
    """Rows, which are dictionaries, in tables on a `Database` of their own; a statement takes `delay` seconds.

    What is called inside `transaction()`, by the same task, belongs to it. Two `Tables` know nothing of each other.
    """

    def __init__(self, rows=None, delay=0.0):
        """`rows` by (table, id)."""
        self.database, self._ids = Database(rows=rows, delay=delay), count(1)
        self._open = ContextVar("open", default=None)

    @asynccontextmanager
    async def transaction(self):
        """All statements within it take effect together, or none."""
        async with self.database.transaction() as tx:
            token = self._open.set(tx)
            try:
                yield
            finally:
                self._open.reset(token)

    async def insert(self, table, row):
        """Add a row: its id."""
        number = next(self._ids)
        await self._run("insert", (table, number), row)
        return number

    async def update(self, table, changes, where):
        """`update table set changes where id = …`: how many rows that were."""
        return await self._run("update", (table, *where.values()), lambda row: self.changed(row, changes))

    async def find_one(self, table, where):
        """The row with this id, None where there is none."""
        return await self._run("get", (table, *where.values()))

    def changed(self, row, changes):
        """The row as it is after an update: what is given replaces what was there."""
        return row | changes

    def all(self, table):
        """The rows of a table, as they are committed now."""
        return [row for key, row in self.database.committed.items() if key[0] == table]

    async def _run(self, statement, *values):
        if tx := self._open.get():
            return await getattr(tx, statement)(*values)
        async with self.database.transaction() as tx:
            return await getattr(tx, statement)(*values)


class KindTables(Tables):
    """The same, if a negative number were understood as a decrement."""

    def changed(self, row, changes):
        """Numbers are added to those that were there."""
        return row | {field: row[field] + change for field, change in changes.items()}
