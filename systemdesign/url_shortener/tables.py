"""Real links, in a table of SQLite or PostgreSQL: see `links.py` for what each of the four methods promises.

A statement is a step: what is there is looked at and changed in one, so two who come at once need no lock of ours.
"""

from systemdesign.engines.site import database
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


class SQLite(Table, database.SQLite):
    """Links in a file. With `synchronous` "full" a link is on the disk before anybody is told its code."""

    def __init__(self, path, synchronous="full"):
        super().__init__(path, TABLES, synchronous)


class PostgreSQL(Table, database.PostgreSQL):
    """Links on a server: its `address` in the words of psycopg."""

    def __init__(self, address, connections=8):
        super().__init__(address, TABLES, connections)
