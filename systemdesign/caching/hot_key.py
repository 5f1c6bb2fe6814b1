"""One hot key and its rebuilds, by direct recursion without an event loop: fast enough for a slider."""

from heapq import heappop, heappush
from math import exp, inf
from typing import NamedTuple

from systemdesign.kernel.streams import stream


class Rebuilds(NamedTuple):
    """What one hot key did to the database: when each read of it began, and how long each client waited.

    `came` says when each client came; `stored` is (when, until when it counts) of each entry, the warm one first.
    """

    began: list
    waits: list
    came: list
    stored: list
    rebuild: float
    until: float = inf

    def whole(self):
        """The rebuilds of each entry that ran out, one after the other; a storm that the end cut off is left out."""
        return [count for first, count in self.storms().items() if first + self.rebuild <= self.until]

    def storms(self):
        """{time: rebuilds} for each entry that ran out: when the first began, and how many before it was done."""
        found, first = {}, -inf
        for time in self.began:
            if time >= first + self.rebuild:
                first = time
            found[first] = found.get(first, 0) + 1
        return found

    def left(self, time):
        """For how many seconds the entry that is there at that time still counts; 0 where it has run out."""
        return max(0.0, [end for stored, end in self.stored if stored <= time][-1] - time)


GUARDS = ("nothing", "jittered TTL", "single flight", "early recomputation")


def hot_key(gaps, until, ttl, rebuild, guard="nothing", beta=1.0, seed=0):
    """Reads of one key whose entry ends `ttl` seconds after it was stored and takes `rebuild` seconds to make.

    The cache is warm at time 0. A reader who finds no entry rebuilds it; with "single flight" only the first
    does, and the others wait for it. With "early recomputation" (XFetch) each reader who finds the entry rebuilds
    it beforehand with probability e^(-time left/(beta rebuild)). "jittered TTL" varies each life by up to a
    twentieth either way.
    """
    return _HotKey(ttl, rebuild, guard, beta, seed).through(gaps, until)._replace(until=until)


class _HotKey:
    """`done` holds (time, end) for each rebuild that will store an entry."""

    def __init__(self, ttl, rebuild, guard, beta, seed):
        if guard not in GUARDS:
            raise ValueError(f"no guard is called {guard!r}; there are {', '.join(GUARDS)}")
        self.ttl, self.rebuild, self.guard, self.beta = ttl, rebuild, guard, beta
        self.early, self.life = stream("early", seed).random, stream("lives", seed).random
        self.ends, self.done = ttl, []
        self.record = Rebuilds([], [], [], [(0.0, ttl)], rebuild)

    def through(self, gaps, until):
        time = 0.0
        for gap in gaps:
            time += gap
            if time > until:
                return self.record
            self.record.came.append(time)
            self.record.waits.append(self.read(time))
        return self.record

    def read(self, time):
        """How long this client waits."""
        while self.done and self.done[0][0] <= time:
            self.ends = heappop(self.done)[1]
        if time < self.ends:
            return self.start(time) if self.tempted(self.ends - time) else 0.0
        if self.guard == "single flight" and self.done:
            return self.done[0][0] - time
        return self.start(time)

    def tempted(self, left):
        return self.guard == "early recomputation" and self.early() < exp(-left / (self.beta * self.rebuild))

    def start(self, time):
        self.record.began.append(time)
        stored = time + self.rebuild
        life = self.ttl * (0.95 + 0.1 * self.life()) if self.guard == "jittered TTL" else self.ttl
        heappush(self.done, (stored, stored + life))
        self.record.stored.append((stored, stored + life))
        return self.rebuild
