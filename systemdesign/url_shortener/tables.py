"""Real links, in a table of SQLite or PostgreSQL: see `links.py` for what each of the four methods promises.

A statement is a step: what is there is looked at and changed in one, so two who come at once need no lock of ours.
"""

import sqlite3
from asyncio import LifoQueue, get_running_loop
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.sim.request import Lost, Unavailable
from systemdesign.url_shortener.links import GONE

TABLES = """
create table if not exists links
    (code text primary key, url text not null, created timestamp not null default current_timestamp, gone timestamp);
create table if not exists counter (id int primary key, given_out bigint not null);
insert into counter values (1, 0) on conflict do nothing;
"""
ADD = "insert into links (code, url) values (?, ?) on conflict do nothing returning code"
FIND = "select url, gone from links where code = ?"
WITHDRAW = "update links set gone = coalesce(gone, current_timestamp) where code = ? returning code"
NEXT = "update counter set given_out = given_out + 1 where id = 1 returning given_out - 1"
COUNT = "select count(*) from links"


class Table:
    """Links in a database, of which a subclass knows how to `read` and to `write`: the statement's first row, or None.

    An async context manager.
    """

    async def add(self, code, url):
        """Keep a link, unless its code is taken: whether it was kept."""
        return await self.write(ADD, code, url) is not None

    async def find(self, code):
        """Where the code leads, GONE where it was withdrawn, None where there never was one."""
        row = await self.read(FIND, code)
        return row and (GONE if row[1] else row[0])

    async def withdraw(self, code):
        """Withdraw a link; its code stays taken. Whether there is such a link, withdrawn now or before."""
        return await self.write(WITHDRAW, code) is not None

    async def next(self):
        """The next number: 0, 1, 2, …"""
        return (await self.write(NEXT))[0]

    async def count(self):
        """How many links there are."""
        return (await self.read(COUNT))[0]


class SQLite(Table):
    """In a file. Only one can write at a time, and a commit waits for the disk: one thread does both.

    A read is done at once: it takes less time than asking another thread would. With `synchronous` "full" a link is on
    the disk before anybody is told its code; with "normal" a power cut takes back the last of them, and hands their
    numbers out again (SQLite documentation, "PRAGMA synchronous").
    """

    def __init__(self, path, synchronous="full"):
        self.path, self.synchronous = path, synchronous

    async def __aenter__(self):
        """Raises EngineFailed where there can be no such file, or it is another program's."""
        try:
            self._reader, self._writer, self._thread = self._open(), self._open(), ThreadPoolExecutor(1, "writer")
            self._writer.executescript(TABLES)
        except sqlite3.Error as error:
            raise EngineFailed(f"SQLite cannot keep links in {self.path}: {error}. Name another --file.") from error
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
        """The first row of what a query finds."""
        return first(self._reader, sql, values)

    async def write(self, sql, *values):
        """Run a statement that changes something, and commit."""
        return await get_running_loop().run_in_executor(self._thread, first, self._writer, sql, values)


def first(connection, sql, values):
    """The first row. All are fetched, for only then has the statement ended."""
    try:
        return next(iter(connection.execute(sql, values).fetchall()), None)
    except sqlite3.OperationalError as error:
        raise Unavailable(f"SQLite: {error}", by="sqlite") from error


class PostgreSQL(Table):
    """On a server, `address` in the words of psycopg, over so many `connections`, each opened when it is first needed.

    As many statements run at once. Commits that come together wait for the disk together.
    """

    def __init__(self, address, connections=8):
        self.address, self.connections, self._free = address, connections, LifoQueue()

    async def __aenter__(self):
        for _ in range(self.connections):
            self._free.put_nowait(None)
        for statement in filter(str.strip, TABLES.split(";")):
            await self.write(statement)
        return self

    async def __aexit__(self, *exc):
        while not self._free.empty():
            if connection := self._free.get_nowait():
                await connection.close()

    async def write(self, sql, *values):
        """Run a statement on a connection of its own, and commit: the first row, where it gives rows.

        Raises Unavailable where nothing was begun, Lost where a connection broke, and nobody knows.
        """
        connection = await self._free.get()
        try:
            connection = await self._opened(connection)
            cursor = await self._run(connection, sql, values)
            return await cursor.fetchone() if cursor.description else None
        finally:
            self._free.put_nowait(connection)

    read = write

    async def _opened(self, connection):
        import psycopg

        if connection and not connection.closed:
            return connection
        try:
            return await psycopg.AsyncConnection.connect(**self.address, autocommit=True, connect_timeout=2)
        except psycopg.OperationalError as error:
            raise Unavailable(f"PostgreSQL: {error}", by="postgres") from error

    async def _run(self, connection, sql, values):
        import psycopg

        try:
            return await connection.execute(sql.replace("?", "%s"), values)
        except psycopg.OperationalError as error:
            with suppress(psycopg.Error):
                await connection.close()
            raise Lost(f"PostgreSQL: {error}", by="postgres") from error
