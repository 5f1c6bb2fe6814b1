"""The hit ratio of a store, computed from what it holds instead of counted: no luck of the requests is in it."""

from math import fsum, log

from systemdesign.caching import theory
from systemdesign.caching.eviction import FIFO, Random


def warmed(store, popularity, rng):
    """The store after independent requests without beginning, for keys 1, 2, ... with these shares.

    LRU, FIFO and RANDOM are in their steady state by this, and sampled LRU is near its own; LFU's counts have
    everything still before them.
    """
    keys = held_whatever_the_use if indifferent(store) else by_last_use
    for key in keys(popularity, store.capacity, rng):
        store.put(key, True)
    return store


def indifferent(store):
    """Whether it takes no notice of use: FIFO and RANDOM, and with one sample sampled LRU is RANDOM."""
    return type(store) in (FIFO, Random) or getattr(store, "samples", None) == 1


def by_last_use(popularity, capacity, rng):
    """All keys, the last used last: the times since each one's last use are independent and exponential."""
    since = [(-log(1 - rng.random()) / share, key) for key, share in enumerate(popularity, 1)]
    return [key for _, key in sorted(since, reverse=True)]


def held_whatever_the_use(popularity, capacity, rng):
    """The keys that FIFO or RANDOM holds, in any order. Exact.

    A set of `capacity` keys is held in proportion to the product of its shares (Gelenbe, IEEE Trans. Computers
    22 (6), 1973): each key by itself with odds share × time, whatever the time, given that so many are held.
    """
    time = theory.random_time(popularity, capacity)
    chances = [share * time / (1 + share * time) for share in popularity]
    held = []
    while len(held) != capacity:
        held = [key for key, chance in enumerate(chances, 1) if rng.random() < chance]
    rng.shuffle(held)
    return held


def answered(store, keys, popularity, every=30):
    """The mean share of requests for keys that the store holds, looked at before one of `every` requests.

    The same mean as the share of hits, with less noise, and never above the share of the `capacity` most popular keys.
    """
    found = []
    for number, key in enumerate(keys):
        if number % every == 0:
            found.append(fsum(popularity[held - 1] for held in store.entries))
        if not store.get(key, False):
            store.put(key, True)
    return fsum(found) / len(found)
