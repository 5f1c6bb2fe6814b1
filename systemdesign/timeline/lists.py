"""The cache of timelines: lists of posts' numbers, each in order, of which only the newest 800 are kept.

Lists have names, text. Whatever keeps lists has these::

    await lists.add(list, id)                a number it has already is not added again; one that is older than 800
                                             others is not kept
    await lists.extend(list, ids)            add several numbers to a list, or none
    await lists.spread(lists, id)            add to each of these lists; after a failure, to some of them
    await lists.page(list, below, count)     the `count` newest numbers below `below`, newest first; None: from the top
    await lists.remove(list)                 forget it
"""

import asyncio
from bisect import bisect_left, insort

from systemdesign.sim.store import Store

KEPT = 800


def home(user):
    """The list of what a user's timeline was given."""
    return f"home:{user}"


def own(author):
    """The list of what an author has posted."""
    return f"own:{author}"


class Lists(Store):
    """Lists some way off, in virtual time; fails as a Store does. An insert of a `spread` takes so many `seconds`."""

    offers = ("add", "extend", "spread", "page", "remove")
    delay = 0.0005, 0.0025

    def __init__(self, name="lists", seconds=0.0):
        super().__init__(name)
        self.seconds, self.inserts, self.reads = seconds, 0, 0

    async def add(self, list, id):
        """Add a number to a list."""
        await self._call(lambda: self._add(list, id))

    async def extend(self, list, ids):
        """Add several numbers to a list."""
        await self._call(lambda: self._extend(list, ids))

    async def spread(self, lists, id):
        """Add a number to many lists, one after another."""
        for list in lists:
            await asyncio.sleep(self.seconds)
            self._add(list, id)

    async def page(self, list, below=None, count=20):
        """The newest numbers below one."""
        return await self._call(lambda: self._page(list, below, count))

    async def remove(self, list):
        """Forget a list."""
        await self._call(lambda: self.data.pop(list, None))

    def _extend(self, list, ids):
        for id in ids:
            self._add(list, id)

    def _add(self, list, id):
        self.inserts += 1
        kept = self.data.setdefault(list, [])
        place = bisect_left(kept, id)
        if kept[place : place + 1] != [id]:
            insort(kept, id)
            del kept[:-KEPT]

    def _page(self, list, below, count):
        self.reads += 1
        kept = self.data.get(list, [])
        end = len(kept) if below is None else bisect_left(kept, below)
        return kept[max(0, end - count) : end][::-1]
