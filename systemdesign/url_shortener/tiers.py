"""Which reads pass the edges, and the shield behind them: each code by itself, from the steady state on."""

from functools import lru_cache
from math import log

from systemdesign.kernel.streams import stream
from systemdesign.sim.zipf import Zipf

CODES, READS = 2000, 12_000


@lru_cache
def popularity():
    """Each code's share of the reads, after Zipf."""
    keys = Zipf(CODES)
    return [keys.probability(key) for key in range(1, CODES + 1)]


@lru_cache(maxsize=256)
def passed(edges, ttl, rate, shield, seed=0):
    """The share of all reads that comes to the origin; an edge is drawn for each read.

    Every edge begins in its steady state; a shield begins empty, and is watched after two of its times.
    """
    random, warm = stream(f"edges {edges}", seed).random, 2 * ttl if shield else 0.0
    watched = max(ttl, READS / rate)
    passing = 0
    for share in popularity():
        times = missed(random, share * rate, ttl, edges, warm + watched)
        passing += filled(sorted(times), ttl, warm) if shield else len(times)
    return passing / rate / watched


def missed(random, rate, ttl, edges, until):
    """When the edges miss a code that is read so many times a second in all; in no order."""
    if rate * until < edges:
        return list(by_reads(random, rate, ttl, edges, until))
    times, each = [], rate / edges
    for _ in range(edges):
        time = held(random, each * ttl, ttl) + _gap(random, each)
        while time < until:
            times.append(time)
            time += ttl + _gap(random, each)
    return times


def filled(times, ttl, warm=0.0):
    """How often one cache that is asked at these times asks further, from `warm` on."""
    ends = fills = 0
    for time in times:
        if time >= ends:
            ends = time + ttl
            fills += time >= warm
    return fills


def by_reads(random, rate, ttl, edges, until):
    """The same, read by read: shorter where most edges are never asked."""
    time, ends = _gap(random, rate), {}
    while time < until:
        edge = int(random() * edges)
        if edge not in ends:
            ends[edge] = held(random, rate / edges * ttl, ttl)
        if time >= ends[edge]:
            ends[edge] = time + ttl
            yield time
        time += _gap(random, rate)


def held(random, load, ttl):
    """Until when an edge in its steady state has a code already: 0 if it hasn't."""
    return random() * ttl if random() * (1 + load) < load else 0.0


def _gap(random, rate):
    return -log(1.0 - random()) / rate
