"""Fan-outs while they run: how fast they may go, and how far each has come."""

import asyncio
from collections import Counter
from typing import NamedTuple

from systemdesign.timeline.lists import Lists
from systemdesign.timeline.posts import Post

STEP = 0.05  # s of work that is done in one go, where the pace is set


class Memory(Lists):
    """Lists in this process's memory: no way off, and gone with it."""

    async def _call(self, do):
        return do()


class Paced:
    """The same `lists`, into which all fan-outs together make at most `rate` inserts a second; 0 for no limit.

    `done` counts a number's inserts, `total` those of all numbers.
    """

    def __init__(self, lists, rate=0):
        self.lists, self.rate, self.free, self.done, self.total = lists, rate, 0.0, Counter(), 0
        self.add, self.extend, self.page, self.remove = lists.add, lists.extend, lists.page, lists.remove

    async def spread(self, lists, id):
        """Add to each of these lists, in their order."""
        size = max(1, int(self.rate * STEP)) if self.rate else max(1, len(lists))
        for start in range(0, len(lists), size):
            some = lists[start : start + size]
            await self._turn(len(some))
            await self.lists.spread(some, id)
            self.done[id] += len(some)
            self.total += len(some)

    async def _turn(self, inserts):
        if self.rate:
            time = asyncio.get_running_loop().time()
            start = max(self.free, time)
            self.free = start + inserts / self.rate
            await asyncio.sleep(start - time)


class FanOut(NamedTuple):
    """A post on its way: how many lists have it, of how many followers'."""

    post: Post
    done: int
    followers: int


class FanOuts:
    """A service's fan-outs, for its workers to call: `running()` are those under way."""

    def __init__(self, service, paced):
        self.service, self.paced, self._running = service, paced, {}

    async def __call__(self, post):
        """Fan out a post. Raises what the service does, and it can be called again."""
        self._running[post.id] = post, await self.service.graph.count(post.author)
        try:
            await self.service.fan_out(post)
        finally:
            del self._running[post.id], self.paced.done[post.id]

    def running(self):
        """Each fan-out that is under way, the oldest post's first."""
        return [FanOut(post, self.paced.done[id], followers) for id, (post, followers) in sorted(self._running.items())]
