"""Timelines far away: sorted lists of ids, of which each keeps the newest."""

from bisect import bisect_left

from systemdesign.sim.store import Store


class Lists(Store):
    """Lists by key. A list is a set of ids, whole numbers that grow with time, and keeps the `most` newest.

    Fails as a Store does.
    """

    offers = ("add", "page")

    def __init__(self, name="lists", most=800):
        super().__init__(name)
        self.most = most

    async def add(self, key, id):
        """Put an id into a list; one that is there already stays there, once."""
        return await self._call(lambda: self._add(key, id))

    async def page(self, key, below=None, count=20):
        """At most `count` ids of a list, newest first: the greatest that are less than `below`, None for all."""
        return await self._call(lambda: self._page(key, below, count))

    def _add(self, key, id):
        ids = self.data.setdefault(key, [])
        place = bisect_left(ids, id)
        if ids[place : place + 1] != [id]:
            ids.insert(place, id)
            del ids[: -self.most]

    def _page(self, key, below, count):
        ids = self.data.get(key, [])
        end = len(ids) if below is None else bisect_left(ids, below)
        return ids[max(0, end - count) : end][::-1]
