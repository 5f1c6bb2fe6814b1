"""Hit ratios, staleness, stampedes and races in closed form: what caches do under independent, Poisson requests."""

from math import exp, expm1, fsum, log

from systemdesign.theory.entries import lifetime, stale_share


def lru(popularity, capacity):
    """LRU's hit ratio. `popularity` holds each key's share of the requests; `capacity` is a number of keys.

    Che, Tung and Wang, Hierarchical Web Caching Systems, IEEE JSAC 20 (7), 2002: a key is there if it was asked
    for within the time T in which `capacity` different keys are. An approximation, good to a few thousandths.
    """
    time = _solve(_lru_held, popularity, capacity)
    return lru_point(popularity, time)[1]


def lru_point(popularity, time):
    """(keys held, hit ratio) of a cache in which a key stays for `time` requests after each use."""
    there = [-expm1(-p * time) for p in popularity]
    return fsum(there), fsum(map(_product, popularity, there))


def random(popularity, capacity):
    """The hit ratio of RANDOM and of FIFO, which are equal: Gelenbe, IEEE Trans. Computers 22 (6), 1973.

    In Che's form, as in Martina, Garetto and Leonardi, INFOCOM 2014.
    """
    return random_point(popularity, random_time(popularity, capacity))[1]


def random_time(popularity, capacity):
    """The requests for which a key stays in a RANDOM or FIFO cache, on average: those at which it is full."""
    return _solve(_random_held, popularity, capacity)


def random_point(popularity, time):
    """(keys held, hit ratio) of a cache in which a key stays for about `time` requests, used or not."""
    there = [p * time / (1 + p * time) for p in popularity]
    return fsum(there), fsum(map(_product, popularity, there))


def best(popularity, capacity):
    """The most that any policy can hit without knowing the future: the most popular keys, always there."""
    return fsum(sorted(popularity, reverse=True)[:capacity])


def lfu(popularity, capacity):
    """Perfect LFU's hit ratio in the long run. Exact.

    All places but one belong to the most popular keys. The last one goes to whichever other key was missed last,
    since a missed key is always stored, and hits if the next of the others is the same key again.
    """
    ranked = sorted(popularity, reverse=True)
    others = ranked[capacity - 1:]
    return fsum(ranked[:capacity - 1]) + (fsum(p * p for p in others) / fsum(others) if others else 0.0)


def curve(policy, popularity, most):
    """(capacities, hit ratios) up to `most` keys, for "LRU", "FIFO", "RANDOM", "LFU" or "best", ready to be drawn.

    LRU's and RANDOM's points are found from their times, without solving for any.
    """
    if policy in ("LFU", "best"):
        known = lfu if policy == "LFU" else best
        sizes = sorted({max(1, round(most * (k / 14) ** 2)) for k in range(1, 15)})
        return sizes, [known(popularity, size) for size in sizes]
    point = lru_point if policy == "LRU" else random_point
    spots, time = [], most / 50
    while not spots or spots[-1][0] < most:
        spots.append(point(popularity, time))
        time *= 1.3
    held, ratios = zip(*spots[:-1])
    return list(held), list(ratios)


def ttl_hit_ratio(rate, ttl, updates=0.0):
    """Hit ratio of a key that is read `rate` times a second and lives for `ttl` seconds from its miss.

    Exact where a miss fills the entry at once. Each cycle is one miss, and as many hits as reads fall into the
    entry's life (renewal theory): Jung, Berger and Balakrishnan, Modeling TTL-based Internet Caches, INFOCOM 2003.
    """
    hits = rate * lifetime(ttl, updates)
    return hits / (1 + hits)


def miss_share(rate, ttl, fill):
    """Share of reads that miss when a miss takes `fill` seconds, at most `ttl`, to store what it found. Exact.

    All who come during a fill miss too, 1 + rate fill in all; each stores the entry anew, so it ends `ttl` after the
    last of them was done. For a fill much shorter than `ttl` this is (1 + rate fill)/(1 + rate fill + rate ttl).
    """
    misses, load = 1 + rate * fill, rate * fill
    longer = load + expm1(-load)  # reads that the last fill adds to a life which began with the first one
    return misses / (misses + longer + rate * ttl)


def renewing_hit_ratio(rate, ttl):
    """Hit ratio when every read starts the key's `ttl` seconds again. Exact."""
    return -expm1(-rate * ttl)


def ttl_mix(popularity, ttl, reads, updates, invalidate=False):
    """(hit ratio, stale share) of many keys that share `reads` and `updates` a second by their popularity. Exact."""
    hit = stale = 0.0
    for share in popularity:
        read, write = reads * share, updates * share
        hit += share * ttl_hit_ratio(read, ttl, write if invalidate else 0.0)
        stale += 0.0 if invalidate else share * stale_share(read, ttl, write)
    return hit, stale


def stampede(rate, rebuild):
    """Reads of the database at each expiry of one key: the first, and all that come while it is rebuilt. Exact."""
    return 1 + rate * rebuild


def early(left, rebuild, beta=1.0):
    """Probability that one read rebuilds an entry early, `left` seconds before its end (XFetch).

    Vattani, Chierichetti and Lowenstein, Optimal Probabilistic Cache Stampede Prevention, VLDB 8 (8), 2015.
    """
    return exp(-left / (beta * rebuild))


def early_builds(rate, rebuild, steps=1000):
    """Builds for each expiry under early recomputation (XFetch, beta 1): e where rate rebuild is large.

    Exact for lives so long that nobody is tempted at their beginning: rate rebuild e^(-ttl/rebuild) much below 1.
    The first build starts when a temptation x ~ exp(1) has been felt. Until it is done, others start as many as
    fall into the next `rebuild` seconds: (e - 1) x, or what comes before and after the end if that is near.
    """
    load = rate * rebuild

    def others(x):
        return expm1(1) * x if x * exp(1) < load else 2 * load - x - load * log(load / x)

    width = min(load, 40.0) / steps
    early = fsum(width * exp(-x) * others(x) for x in ((k + 0.5) * width for k in range(steps)))
    return 1 + early + load * exp(-load)


def overtaken(gap, mean):
    """Probability that two writers, `gap` seconds apart, leave cache and database different. Exact.

    Each changes the row, and then the cache after an exponential time of this `mean`: the first must come last.
    """
    return exp(-gap / mean) / 2


def overtaken_among(rate, mean):
    """Probability that an older write of the key comes to the cache after this one; Poisson writes. Exact.

    On average rate mean writes are still on their way, a Poisson number, and each of them is as likely to be last.
    """
    load = rate * mean
    return 1 + expm1(-load) / load


def _product(p, q):
    return p * q


def _lru_held(popularity, time):
    return fsum(-expm1(-p * time) for p in popularity)


def _random_held(popularity, time):
    return fsum(p * time / (1 + p * time) for p in popularity)


def _solve(held, popularity, capacity):
    """The time for which `capacity` keys are held, by bisection: `held` grows with time."""
    if not 0 < capacity < len(popularity):
        raise ValueError(f"the capacity must lie between 0 and the {len(popularity)} keys, not at {capacity}")
    low, high = 0.0, float(capacity)
    while held(popularity, high) < capacity:
        low, high = high, high * 2
    while high - low > 1e-9 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if held(popularity, middle) < capacity else (low, middle)
    return high
