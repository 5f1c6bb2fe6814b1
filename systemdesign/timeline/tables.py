"""The graph and the lists in a real database, beside the posts: see `graph.py` and `lists.py` for what each promises.

Whoever joins follows himself, so what he says comes back to him by the same way as to everybody else.
"""

from itertools import chain

from systemdesign.timeline.graph import ACTIVE
from systemdesign.timeline.lists import KEPT

TABLES = """
create table if not exists people (name text primary key, looked double precision not null default 0);
create table if not exists follows
    (follower text, author text, since double precision not null, primary key (follower, author));
create index if not exists followers on follows (author, since, follower);
create table if not exists posts (id bigint primary key, author text not null, text text not null, parent bigint);
create index if not exists said on posts (author, id);
create table if not exists outbox (id bigint primary key, size bigint not null);
create table if not exists listed (list text, id bigint, primary key (list, id));
"""
NOTED = 3600  # s: that somebody looks is written down once in so many, lest each read become a write
HIGHEST = 2 ** 63 - 1
JOIN = "insert into people (name) values (?) on conflict do nothing"
FOLLOW = "insert into follows values (?, ?, ?) on conflict do nothing returning since"
UNFOLLOW = "delete from follows where follower = ? and author = ? returning since"
SINCE = "select since from follows where follower = ? and author = ?"
COUNT = "select count(*) from follows where author = ?"
FOLLOWED = "select author from follows where follower = ? order by since, author"
FOLLOWED_ABOVE = """select author from follows f where follower = ?
    and (select count(*) from follows where author = f.author) > ? order by since, author"""
FOLLOWERS = """select follower from follows join people on name = follower
    where author = ? and looked > ? order by since, follower"""
LOOKED = "select looked from people where name = ?"
LOOK = "update people set looked = ? where name = ?"
ACTIVES = "select name from people where looked > ?"
PAGE = """select id from (select id from listed where list = ? order by id desc limit ?) newest
    where id <= ? order by id desc limit ?"""
TRIM = """delete from listed where (list, id) in (select list, id from
    (select list, id, row_number() over (partition by list order by id desc) as place from listed) placed
    where place > ?)"""


class Graph:
    """Who follows whom, in a `database`; `clock()` gives seconds."""

    def __init__(self, database, clock):
        self.database, self.clock = database, clock

    async def join(self, name):
        """Have somebody of this name, who may be there already."""
        await self.database.together((JOIN, name), (FOLLOW, name, name, self.clock()))

    async def knows(self, name):
        """Whether somebody of this name has joined."""
        return await self.database.read(LOOKED, name) is not None

    async def follow(self, user, author):
        """Have a user follow an author: whether that is new."""
        return await self.database.write(FOLLOW, user, author, self.clock()) is not None

    async def unfollow(self, user, author):
        """Have a user no longer follow an author: whether he did."""
        return await self.database.write(UNFOLLOW, user, author) is not None

    async def since(self, user, author):
        """From when on the user follows the author; None if he doesn't."""
        row = await self.database.read(SINCE, user, author)
        return row and row[0]

    async def followed(self, user, above=0):
        """Whom a user follows, of those with more than so many followers."""
        sql = (FOLLOWED_ABOVE, user, above) if above else (FOLLOWED, user)
        return [author for author, in await self.database.rows(*sql)]

    async def followers(self, author):
        """An author's active followers, in the order of the follows."""
        return [name for name, in await self.database.rows(FOLLOWERS, author, self.clock() - ACTIVE)]

    async def count(self, author):
        """How many followers an author has."""
        return (await self.database.read(COUNT, author))[0]

    async def looked(self, user):
        """Note that a user looks at his timeline: whether he was active before."""
        row = await self.database.read(LOOKED, user)
        passed = self.clock() - (row[0] if row else 0)
        if passed > NOTED:
            await self.database.write(LOOK, self.clock(), user)
        return passed <= ACTIVE

    async def away(self, user):
        """Forget that a user has looked."""
        await self.database.write(LOOK, 0, user)

    async def active(self):
        """All who have looked within the last 30 days."""
        return [name for name, in await self.database.rows(ACTIVES, self.clock() - ACTIVE)]


class Lists:
    """Lists of numbers in a `database`: slower than a cache, and still there after a crash.

    Nobody is shown more than the newest 800 of a list; older ones are cut off by `trim`.
    """

    def __init__(self, database):
        self.database = database

    async def add(self, list, id):
        """Add a number to a list."""
        await self._insert([(list, id)])

    async def extend(self, list, ids):
        """Add several numbers to a list, or none."""
        await self._insert([(list, id) for id in ids])

    async def spread(self, lists, id):
        """Add a number to all of these lists, or to none."""
        await self._insert([(list, id) for list in lists])

    async def _insert(self, rows):
        if rows:
            marks = ", ".join(["(?, ?)"] * len(rows))
            await self.database.write(f"insert into listed values {marks} on conflict do nothing", *chain(*rows))

    async def page(self, list, below=None, count=20):
        """The newest numbers below one."""
        return [id for id, in await self.database.rows(PAGE, list, KEPT, bounded(below), count)]

    async def remove(self, list):
        """Forget a list."""
        await self.database.write("delete from listed where list = ?", list)

    async def trim(self):
        """Forget what no list shows any more."""
        await self.database.write(TRIM, KEPT)


def bounded(below):
    """The highest number below one, if a database can have it."""
    return HIGHEST if below is None else min(below - 1, HIGHEST)
