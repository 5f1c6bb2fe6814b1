"""One user's reads, at replicas that are a while behind: without the event loop."""

from bisect import bisect_right
from math import log
from typing import NamedTuple

from systemdesign.kernel.streams import stream

ANY, STICKY, OWN, SEEN = "any replica", "one for each user", "what she wrote", "what she has seen"
"""Rules for the reads. The last two ask any replica, and leave the read to the primary where that one isn't so far."""
READS = 30
"""Of each user, one pause apart."""
HERS = 0.1
"""The share of all writes that the user makes herself."""
PRIMARY = -1


class Read(NamedTuple):
    """One read: when, at which replica (-1: the primary), the version it showed, and the newest one there was."""

    time: float
    where: int
    version: int
    newest: int


class Feed:
    """Writes from time 0 on, Poisson, the user's among them."""

    def __init__(self, rate, until, random):
        self.times, self.hers, time = [], [0], 0.0
        while (time := time - log(1 - random()) / rate) < until:
            self.times.append(time)
            self.hers.append(len(self.times) if random() < HERS else self.hers[-1])

    def version(self, time):
        """How many writes there had been by then."""
        return bisect_right(self.times, time)

    def own(self, time):
        """The version that the user's own last write made."""
        return self.hers[self.version(time)]


def session(rate, lags, pause, rule, random, home=0):
    """(the writes, the user's reads), beginning when the slowest replica has what the first seconds wrote.

    `home` is the replica of a user who has one.
    """
    begin = 2 * max(lags)
    feed, seen, found = Feed(rate, begin + READS * pause, random), 0, []
    for number in range(READS):
        time = begin + number * pause
        where = int(random() * len(lags))
        where = home if rule == STICKY else where
        version, newest = feed.version(time - lags[where]), feed.version(time)
        needed = {OWN: feed.own(time), SEEN: max(seen, feed.own(time))}.get(rule, 0)
        if version < needed:
            where, version = PRIMARY, newest
        seen = version
        found.append(Read(time, where, version, newest))
    return feed, found


def sessions(rate, lags, pause, rule, users, seed=None):
    """The reads of so many users, who take turns to be at home at a replica; each meets other writes."""
    random = stream("sessions", seed).random
    return [session(rate, lags, pause, rule, random, (user + 1) % len(lags))[1] for user in range(users)]
