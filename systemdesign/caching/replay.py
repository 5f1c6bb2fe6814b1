"""Cache-aside on a trace, by direct recursion without an event loop: fast enough for a slider."""

from math import exp, expm1, log
from typing import NamedTuple

from systemdesign.caching.theory import lifetime
from systemdesign.kernel.streams import stream


class Replay(NamedTuple):
    """Counts of one replay; rates are per read."""

    reads: int
    misses: int
    stale: int

    @property
    def hit_ratio(self):
        """The share of reads that the cache answered."""
        return 1 - self.misses / self.reads

    @property
    def stale_share(self):
        """The share of reads that were answered with what had been overwritten."""
        return self.stale / self.reads


def standing(popularity, ttl, reads, updates, invalidate, rng, time=0.0):
    """({key: when its entry ends}, the keys whose row has changed since) in a cache that has long been used, at `time`.

    Keys 1, 2, ... share `reads` and `updates` a second by their `popularity`. Drawn from the steady state: a key is
    there for the share of the time that its entries live, and at an age at which they still do.
    """
    ends, changed = {}, set()
    for key, share in enumerate(popularity, 1):
        writes = updates * share
        load = reads * share * lifetime(ttl, writes if invalidate else 0.0)
        there, where, luck = rng.random(), rng.random(), rng.random()
        if there * (1 + load) < load:
            age = _age(where, ttl, writes if invalidate else 0.0)
            ends[key] = time + ttl - age
            if not invalidate and luck > exp(-writes * age):
                changed.add(key)
    return ends, changed


def _age(where, ttl, writes):
    """The age that a share `where` of the entries alive have not reached; writes remove some before their end."""
    return where * ttl if writes == 0 else -log(1 + where * expm1(-writes * ttl)) / writes


def replay(events, ttl, invalidate=False, start=({}, ())):
    """`CacheAside` over a database that answers at once, on a trace: `events` are (time, key, writes).

    Writes change the row, and remove the entry if `invalidate`. A read is stale when the row changed since
    its entry was stored. `start` is what the cache holds before, as `standing` gives it; nothing, if left out.
    """
    ends, changed = dict(start[0]), set(start[1])
    reads = misses = stale = 0
    for time, key, writes in events:
        if writes:
            changed.add(key)
            if invalidate:
                ends.pop(key, None)
            continue
        reads += 1
        if time >= ends.get(key, 0.0):
            misses += 1
            ends[key] = time + ttl
            changed.discard(key)
        elif key in changed:
            stale += 1
    return Replay(reads, misses, stale)


def settled(events, pieces, popularity, ttl, reads, updates, invalidate, rng):
    """`replay` of the trace in so many pieces, each through a cache of its own that has long been used (`standing`).

    Several short looks at a long life: no run has to be longer than `ttl`.
    """
    size, found = len(events) // pieces, []
    for first in range(0, size * pieces, size):
        start = standing(popularity, ttl, reads, updates, invalidate, rng, events[first][0])
        found.append(replay(events[first:first + size], ttl, invalidate, start))
    return Replay(*map(sum, zip(*found)))


def traffic(gaps, keys, writes, seed=0):
    """(time, key, writes) for `replay`: arrivals with these `gaps`, of which a share `writes` are writes.

    `keys` is a sampler such as Zipf. Endless: cut it to size.
    """
    pick, draw = stream("keys", seed), stream("writes", seed).random
    time = 0.0
    for gap in gaps:
        time += gap
        yield time, keys(pick), draw() < writes
