"""The interleavings of `promises` on real databases: two connections that take turns."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from math import inf

from systemdesign.databases.promises import PROMISES, ROWS, play
from systemdesign.databases.sql import SQLite, code
from systemdesign.sim.versions.errors import Failed

ROUNDS = 20  # of the loop, in which whoever can go on has done so
PAUSE = 0.001  # s, between two looks at who is waiting
TABLE = "create table shelf (key text primary key, n int not null)"
INSERT = "insert into shelf values ('{}', {})"
BLOCKED = "select cardinality(pg_blocking_pids(?)) > 0"  # PostgreSQL documentation, 9.27


class Session:
    """A connection in the words of the interleavings; where there is a `begin`, it comes before its first word."""

    def __init__(self, connection, begin, others):
        self.connection, self.begin, self.others, self.open = connection, begin, others, False
        others.append(self)

    async def sql(self, sql, *values):
        """Run a statement: its cursor. Raises Failed, with the database's own `code`, and is rolled back then."""
        try:
            if self.begin and not self.open:
                await self.run(self.begin)
                self.open = True
            return await self.run(sql, *values)
        except Exception as error:
            self.end()
            failed = Failed(str(error))
            failed.code = code(error)
            raise failed from error

    def end(self):
        """Forget what is not committed."""
        self.connection.raw.rollback()
        self.open = False

    async def get(self, key):
        """The row's number."""
        return (await self.sql("select n from shelf where key = ?", key)).fetchone()[0]

    async def lock(self, key):
        """The same, and no other may have it before this one ends."""
        return (await self.sql("select n from shelf where key = ? for update", key)).fetchone()[0]

    async def count(self, prefix):
        """How many rows have a key that begins so."""
        return (await self.sql("select count(*) from shelf where key like ?", f"{prefix}%")).fetchone()[0]

    async def put(self, key, value):
        """Set the row: how many that were."""
        return (await self.sql("update shelf set n = ? where key = ?", value, key)).rowcount

    async def add(self, key, amount, least=-inf):
        """Add to the row, if it is at least so much: how many that were."""
        return (await self.sql("update shelf set n = n + ? where key = ? and n >= ?", amount, key, least)).rowcount

    async def insert(self, key):
        """A new row."""
        await self.sql("insert into shelf values (?, 1)", key)

    async def commit(self):
        """End the transaction, where there is one."""
        if self.begin:
            await self.sql("commit")
            self.end()


class PostgresSession(Session):
    """Each statement in the session's thread, which may be held up; `watch` is a connection that sees by whom."""

    def __init__(self, connection, begin, others, watch):
        super().__init__(connection, begin, others)
        self.watch, self.busy, self.thread = watch, False, ThreadPoolExecutor(1)

    async def run(self, sql, *values):
        """Have the thread run it."""
        self.busy = True
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self.thread, lambda: self.connection.execute(sql, *values))
        finally:
            self.busy = False

    def going(self):
        """Whether it has something to do, and nobody holds it up."""
        return self.busy and not self.watch.execute(BLOCKED, self.connection.raw.info.backend_pid).fetchone()[0]

    def close(self):
        """End the thread."""
        self.thread.shutdown()


class SQLiteSession(Session):
    """Each statement at once. SQLite says when it is busy: then, again when the other has ended its transaction."""

    freed = None  # a future, while it waits

    async def run(self, sql, *values):
        """Run it as soon as SQLite lets it; if each waits for the other, this one has its error."""
        while True:
            try:
                return self.connection.execute(sql, *values)
            except Exception as error:
                if code(error) != "SQLITE_BUSY" or all(other.freed for other in self.others if other is not self):
                    raise
                self.freed = asyncio.get_running_loop().create_future()
                await self.freed
                self.freed = None

    def end(self):
        """Forget what is not committed, and let the other try again."""
        super().end()
        for other in self.others:
            if other.freed and not other.freed.done():
                other.freed.set_result(None)

    def going(self):
        """No statement is under way between two of the loop's rounds."""
        return False

    def close(self):
        """There is nothing to close."""


async def played(name, database, table, session):
    """The `Outcome` of a promise on a database with such a `table`; `session(connection, others)` makes each of two."""
    others = []
    with ExitStack() as stack:
        clerk, *connections = (stack.enter_context(database.borrow()) for _ in range(3))
        rows = [INSERT.format(*row) for row in ROWS.items()]
        for sql in ("begin", "drop table if exists shelf", table, *rows, "commit"):
            clerk.execute(sql)
        sessions = [session(connection, others) for connection in connections]
        for made in sessions:
            stack.callback(made.close)

        async def settle(tasks):
            for _ in range(ROUNDS):
                await asyncio.sleep(0)
            while any(each.going() for each in sessions):
                await asyncio.sleep(PAUSE)
                await settle(tasks)

        async def look():
            return dict(clerk.execute("select key, n from shelf").fetchall())

        return await play(PROMISES[name], sessions, settle, look)


def played_out(game):
    """What a coroutine returns, run on a loop of its own: a notebook's has other things to do."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, game).result()


def on_postgres(database, level, check=""):
    """Each promise at this isolation level of a PostgreSQL, {name: Outcome}; rows may have to pass a `check`."""
    begin = f"begin isolation level {level}"
    with database.borrow() as watch:
        return {name: played_out(played(name, database, f"{TABLE[:-1]} {check})", lambda connection, others:
                                         PostgresSession(connection, begin, others, watch))) for name in PROMISES}


def on_sqlite(begin, journal):
    """Each promise on a SQLite where transactions begin so, None for not at all, {name: Outcome}: it locks no rows."""
    def session(connection, others):
        connection.execute("pragma busy_timeout = 0")  # the session itself waits
        connection.execute("pragma synchronous = off")  # the disk has no say in who sees what
        return SQLiteSession(connection, begin, others)

    names = [name for name in PROMISES if name != "voucher: lock"]
    with SQLite() as database:
        database.connect().execute(f"pragma journal_mode = {journal}")
        return {name: played_out(played(name, database, TABLE, session)) for name in names}
