"""Cache-aside on a trace, by direct recursion without an event loop: fast enough for a slider."""

from typing import NamedTuple

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


def replay(events, ttl, invalidate=False):
    """`CacheAside` over a database that answers at once, on a trace: `events` are (time, key, writes).

    Writes change the row, and remove the entry if `invalidate`. A read is stale when the row changed since
    its entry was stored.
    """
    ends, changed = {}, set()
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


def traffic(gaps, keys, writes, seed=0):
    """(time, key, writes) for `replay`: arrivals with these `gaps`, of which a share `writes` are writes.

    `keys` is a sampler such as Zipf. Endless: cut it to size.
    """
    pick, draw = stream("keys", seed), stream("writes", seed).random
    time = 0.0
    for gap in gaps:
        time += gap
        yield time, keys(pick), draw() < writes
