"""Posts by number, and the outbox in which each new one waits to be fanned out.

Whatever keeps posts has these::

    await posts.add(post)          keep a Post, and in the same transaction an order to fan it out, in the outbox
    await posts.get(ids)           a Post for each number, in the order of the numbers; None where there is none (now)
    await posts.delete(id)         forget it: whether there was one. Its number stays in lists, its replies stay
    posts.outbox                   a group of consumers as of chapter 11's broker, `fetch(most, wait)`, whose
                                   deliveries' `body` is a Post, and which have `ack()` and `nak(delay)`
"""

from typing import NamedTuple

from systemdesign.messaging.broker import Broker
from systemdesign.sim.store import Store


class Post(NamedTuple):
    """What somebody said, under a number that grows with time; `parent` is the number of what it replies to."""

    id: int
    author: str
    text: str = ""
    parent: int | None = None


class Posts(Store):
    """Posts some way off, in virtual time; fails as a Store does.

    A fan-out takes as long as it takes: an order comes again only after an hour, or when its worker says so.
    """

    offers = ("add", "get", "delete")
    delay = 0.0005, 0.0025

    def __init__(self, name="posts"):
        super().__init__(name)
        self.broker = Broker(window=0.0)
        self.outbox = self.broker.group("posted", "fan-out", ack_wait=3600.0)

    async def add(self, post):
        """Keep it, and order its fan-out."""
        await self._call(lambda: self.data.setdefault(post.id, post))
        await self.broker.publish("posted", post)

    async def get(self, ids):
        """The posts of these numbers, None for each that is not there."""
        return await self._call(lambda: [self.data.get(id) for id in ids])

    async def delete(self, id):
        """Forget a post: whether it was there."""
        return await self._call(lambda: self.data.pop(id, None) is not None)
