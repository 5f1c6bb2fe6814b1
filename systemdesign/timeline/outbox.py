"""Posts in a real database, and the orders to fan them out, each kept in one transaction with its post: see `posts.py`.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from systemdesign.timeline.posts import Post

ADD = "insert into posts values (?, ?, ?, ?)"
ORDER = "insert into outbox select ?, count(*) from follows where author = ?"
DELETE = "delete from posts where id = ? returning id"
CANCEL = "delete from outbox where id = ?"
NEXT = """select posts.* from outbox join posts on posts.id = outbox.id
    where size > ? and size <= ? order by posts.id limit ?"""
WAITING = "select count(*) from outbox"
ENDLESS = 2 ** 62


class Posts:
    """Posts in a `database`. An author's orders wait in the lane of his followers' number, or all in one `outbox`."""

    def __init__(self, database):
        self.database, self.news = database, []
        self.outbox = self.lane()

    def lane(self, above=-1, most=ENDLESS):
        """The orders for posts of authors with more than `above` followers, and at most `most`: an `Orders`."""
        self.news.append(asyncio.Event())
        return Orders(self.database, above, most, self.news[-1])

    async def add(self, post):
        """Keep it, and order its fan-out."""
        await self.database.together((ADD, *post), (ORDER, post.id, post.author))
        for news in self.news:
            news.set()

    async def get(self, ids):
        """The posts of these numbers, None for each that is not there."""
        if not ids:
            return []
        marks = ", ".join("?" * len(ids))
        found = {row[0]: Post(*row) for row in await self.database.rows(
            f"select id, author, text, parent from posts where id in ({marks})", *ids)}
        return [found.get(id) for id in ids]

    async def delete(self, id):
        """Forget a post, and the order to fan it out: whether it was there."""
        gone, _ = await self.database.together((DELETE, id), (CANCEL, id))
        return gone is not None

    async def all(self):
        """Each post's number and author."""
        return await self.database.rows("select id, author from posts order by id")

    async def waiting(self):
        """How many posts are not fanned out yet."""
        return (await self.database.read(WAITING))[0]


@dataclass
class Orders:
    """A group of one consumer: an order stays in its table, and so comes again, until it is acknowledged."""

    database: object
    above: int
    most: int
    news: asyncio.Event

    async def fetch(self, most=1, wait=5.0):
        """Up to `most` orders, the oldest first, as soon as there is one; none after `wait` seconds."""
        self.news.clear()
        if not (rows := await self._oldest(most)):
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self.news.wait()
            rows = await self._oldest(most)
        return [Order(self.database, Post(*row)) for row in rows]

    async def _oldest(self, most):
        return await self.database.rows(NEXT, self.above, self.most, most)


@dataclass
class Order:
    """To fan out a post."""

    database: object
    body: Post

    async def ack(self):
        """It is done."""
        await self.database.write(CANCEL, self.body.id)

    async def nak(self, delay=0.0):
        """It failed: its lane waits so long, and then it is the oldest there."""
        await asyncio.sleep(delay)
