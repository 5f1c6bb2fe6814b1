"""SQLite and PostgreSQL behind one small door: transactions of many threads, each on a connection of its own."""

import random
import sqlite3
import time
from collections import deque
from contextlib import ExitStack, contextmanager
from pathlib import Path

from systemdesign.engines.child import disk
from systemdesign.engines.postgres.server import Postgres

AGAIN = {"40001", "40P01", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"}  # nothing was wrong with these but the moment
PATIENCE = 10.0  # s, that a connection to SQLite waits for another to end


def code(error):
    """What a database calls an error: PostgreSQL's SQLSTATE, or SQLite's own name for it."""
    return getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)


class Connection:
    """A connection on which every statement is a transaction, unless one was begun."""

    def __init__(self, raw):
        self.raw = raw

    def execute(self, sql, *values):
        """Run a statement with a ? for each of the `values`: its cursor."""
        return self.raw.execute(sql, values)


class PostgresConnection(Connection):
    """The same for psycopg, which writes %s where SQLite writes ?."""

    def execute(self, sql, *values):
        """Run a statement with a ? for each of the `values`: its cursor."""
        return self.raw.execute(sql.replace("?", "%s"), values)


class Database:
    """A database for many threads, as a context manager; `retries` counts transactions that another made run again.

    A connection serves one thread at a time, and then the next.
    """

    begin = "begin"

    def __init__(self):
        self.retries, self._stack, self._idle = 0, ExitStack(), deque()

    def __exit__(self, *exc):
        self._stack.close()

    def connect(self):
        """A new connection, which is closed with the database."""
        raw = self.open()
        self._stack.callback(raw.close)
        return self.connection(raw)

    @contextmanager
    def borrow(self):
        """A connection for the block, on which every statement is a transaction of its own."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self.connect()
        try:
            yield connection
        finally:
            connection.raw.rollback()  # which does nothing where nothing is under way
            self._idle.append(connection)

    @contextmanager
    def transaction(self):
        """A connection in a transaction that commits at the end of the block; an exception rolls it back."""
        with self.borrow() as connection:
            connection.execute(self.begin)
            yield connection
            connection.execute("commit")

    def transact(self, work, tries=10):
        """What `work(connection)` returns, in a transaction: all of it again where the database says so.

        Pauses a random time between two tries, and raises the last error after so many `tries`.
        """
        for attempt in range(1, tries + 1):
            try:
                with self.transaction() as connection:
                    return work(connection)
            except Exception as error:
                if code(error) not in AGAIN or attempt == tries:
                    raise
                self.retries += 1
                time.sleep(random.uniform(0, 0.002 * 2 ** attempt))


class SQLite(Database):
    """SQLite, in a file of its own on a disk.

    One transaction writes at a time. It must say so when it begins: one that reads first and then wants to write is
    refused where another has written meanwhile, however long it would wait.
    """

    begin, connection = "begin immediate", Connection

    def __enter__(self):
        self.path = Path(self._stack.enter_context(disk.folder("sqlite-")), "shop.db")
        self.connect().execute("pragma journal_mode = wal")  # readers do not wait for the writer
        return self

    def open(self):
        """The module's own connection."""
        return sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)


class PostgreSQL(Database):
    """PostgreSQL, on a server of its own with such `settings`."""

    connection = PostgresConnection

    def __init__(self, **settings):
        super().__init__()
        self.settings = settings

    def __enter__(self):
        self.server = self._stack.enter_context(Postgres(**self.settings))
        return self

    def open(self):
        """psycopg's own connection."""
        return self.server.connect()
