"""The hit ratio of a store, computed from what it holds instead of counted: no luck of the requests is in it."""

from math import fsum, log


def warmed(store, popularity, rng):
    """The store after requests without beginning: keys 1, 2, ... with these shares, put in the order of their last use.

    Under independent requests, the times since each key's last use are independent and exponential. An LRU store is
    in its steady state by this, and others are near theirs; LFU's counts have everything still before them.
    """
    since = [(-log(1 - rng.random()) / share, key) for key, share in enumerate(popularity, 1)]
    for _, key in sorted(since, reverse=True):
        store.put(key, True)
    return store


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
