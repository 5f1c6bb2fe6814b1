"""A web service's own database, SQLite or PostgreSQL, asked from an event loop.

Both have the same methods, and are async context managers that make the `tables` they are given. Placeholders are `?`::

    await database.read(sql, *values)      the first row of what a query finds, or None
    await database.rows(sql, *values)      all of them, in a list
    await database.write(sql, *values)     run a statement that changes something, and commit: its first row, or None
    await database.together(*statements)   the same for several (sql, *values): all are committed, or none
"""

import sqlite3
from asyncio import LifoQueue, get_running_loop
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.child.foreign import alone
from systemdesign.sim.request import Lost, Unavailable


class SQLite:
    """In a file. Only one can write at a time, and a commit waits for the disk: one thread does both.

    A read is done at once: it takes less time than asking another thread would. With `synchronous` "full" what was
    written is on the disk before anybody is told; with "normal" a power cut takes back the last of it, and numbers that
    were counted are counted again (SQLite documentation, "PRAGMA synchronous").
    """

    def __init__(self, path, tables, synchronous="full"):
        self.path, self.tables, self.synchronous = path, tables, synchronous

    async def __aenter__(self):
        """Raises EngineFailed where there can be no such file, or it is another program's."""
        try:
            self._reader, self._writer, self._thread = self._open(), self._open(), ThreadPoolExecutor(1, "writer")
            self._writer.executescript(self.tables)
        except sqlite3.Error as error:
            raise EngineFailed(f"SQLite cannot keep anything in {self.path}: {error}. Name another --file.") from error
        return self

    async def __aexit__(self, *exc):
        self._thread.shutdown()
        self._reader.close()
        self._writer.close()

    def _open(self):
        raw = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        raw.execute("pragma journal_mode = wal")  # who reads does not wait for who writes
        raw.execute(f"pragma synchronous = {self.synchronous}")
        return raw

    async def read(self, sql, *values):
        return first(found(self._reader, sql, values))

    async def rows(self, sql, *values):
        return found(self._reader, sql, values)

    async def write(self, sql, *values):
        return first(await self._written(found, self._writer, sql, values))

    async def together(self, *statements):
        return await self._written(in_one, self._writer, statements)

    async def _written(self, work, *words):
        return await get_running_loop().run_in_executor(self._thread, work, *words)


def found(connection, sql, values):
    """All rows, for only then has the statement ended."""
    try:
        return connection.execute(sql, values).fetchall()
    except sqlite3.OperationalError as error:
        raise Unavailable(f"SQLite: {error}", by="sqlite") from error


def in_one(connection, statements):
    """The first row of each statement, all in one transaction."""
    found(connection, "begin immediate", ())
    try:
        rows = [first(found(connection, sql, values)) for sql, *values in statements]
        found(connection, "commit", ())
        return rows
    except BaseException:
        connection.execute("rollback")
        raise


def first(rows):
    """The first of some rows, or None."""
    return next(iter(rows), None)


class PostgreSQL:
    """On a server, `address` in the words of psycopg, over so many `connections`, each opened when it is first needed.

    As many statements run at once. Commits that come together wait for the disk together. Raises Unavailable where
    nothing was begun, Lost where a connection broke, and nobody knows.
    """

    def __init__(self, address, tables, connections=8):
        self.address, self.tables, self.connections, self._free = address, tables, connections, LifoQueue()

    async def __aenter__(self):
        for _ in range(self.connections):
            self._free.put_nowait(None)
        for statement in filter(str.strip, self.tables.split(";")):
            await self.rows(statement)
        return self

    async def __aexit__(self, *exc):
        while not self._free.empty():
            if connection := self._free.get_nowait():
                await connection.close()

    async def rows(self, sql, *values):
        async with self._connected() as connection:
            return await fetched(connection, sql, values)

    async def read(self, sql, *values):
        return first(await self.rows(sql, *values))

    write = read

    async def together(self, *statements):
        async with self._connected() as connection, connection.transaction():
            return [first(await fetched(connection, sql, values)) for sql, *values in statements]

    @asynccontextmanager
    async def _connected(self):
        """A connection of one's own."""
        import psycopg

        connection = await self._free.get()
        try:
            connection = await self._opened(connection)
            yield connection
        except psycopg.OperationalError as error:
            with suppress(psycopg.Error):
                await connection.close()
            raise Lost(f"PostgreSQL: {error}", by="postgres") from error
        finally:
            self._free.put_nowait(connection)

    async def _opened(self, connection):
        import psycopg

        if connection and not connection.closed:
            return connection
        try:
            with alone():
                return await psycopg.AsyncConnection.connect(**self.address, autocommit=True, connect_timeout=2)
        except psycopg.OperationalError as error:
            raise Unavailable(f"PostgreSQL: {error}", by="postgres") from error


async def fetched(connection, sql, values):
    """All rows of a statement on PostgreSQL, where it gives rows."""
    cursor = await connection.execute(sql.replace("?", "%s"), values)
    return await cursor.fetchall() if cursor.description else []
