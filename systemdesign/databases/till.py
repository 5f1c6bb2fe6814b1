"""A product's price in a cache, while the price changes: whoever reads is shown what the entry says."""

from math import expm1, floor, log1p

from systemdesign.kernel.streams import stream
from systemdesign.sim.counts import poisson_count

MANY = 400  # entries in whose life the price changes; the others are only counted


def shown_old(rate, ttl, every, seed):
    """Share of the reads that are shown a price which is no longer charged.

    One product, read `rate` times a second; its price changes once in `every` seconds on average, and its entry lives
    for `ttl` seconds from the read that brings it. Entries in which nothing changes are passed over in one step.
    """
    rng, changes = stream("till", seed), 1 / every
    old = reads = 0
    for _ in range(MANY):
        calm = floor(rng.expovariate(changes) / ttl)  # whole lives before the next change
        change = -log1p(rng.random() * expm1(-ttl * changes)) / changes  # within this life
        late = poisson_count(rng, rate * (ttl - change))
        reads += calm + 1 + poisson_count(rng, rate * (ttl * calm + change)) + late
        old += late
    return old / reads
