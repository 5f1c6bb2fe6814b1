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

from systemdesign.sim import lists as sim

KEPT = 800


def home(user):
    """The list of what a user's timeline was given."""
    return f"home:{user}"


def own(author):
    """The list of what an author has posted."""
    return f"own:{author}"


class Lists(sim.Lists):
    """Lists some way off, in virtual time; fails as a Store does. An insert of a `spread` takes so many `seconds`."""

    offers = ("add", "extend", "spread", "page", "remove")
    delay = 0.0005, 0.0025

    def __init__(self, name="lists", seconds=0.0):
        super().__init__(name, KEPT)
        self.seconds, self.inserts, self.reads = seconds, 0, 0

    async def extend(self, list, ids):
        """Add several numbers to a list."""
        await self._call(lambda: [self._add(list, id) for id in ids])

    async def spread(self, lists, id):
        """Add a number to many lists, one after another."""
        for list in lists:
            await asyncio.sleep(self.seconds)
            self._add(list, id)

    async def remove(self, list):
        """Forget a list."""
        await self._call(lambda: self.data.pop(list, None))

    def _add(self, list, id):
        self.inserts += 1
        super()._add(list, id)

    def _page(self, list, below, count):
        self.reads += 1
        return super()._page(list, below, count)
