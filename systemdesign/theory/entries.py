"""One entry of a cache with a time to live, read and overwritten at random (Poisson): how long it lives, how stale."""

from math import expm1


def lifetime(ttl, updates=0.0):
    """Mean seconds that an entry lives: until its time is up or, at `updates` a second, a write removes it."""
    return ttl if updates == 0 else -expm1(-updates * ttl) / updates


def stale_share(rate, ttl, updates):
    """Share of reads that are answered with a value overwritten since, when writes leave the entry alone. Exact.

    At age a an entry is stale with probability 1 - e^(-updates a); ages are even over the entry's life.
    """
    if updates == 0:
        return 0.0
    return rate * (ttl - lifetime(ttl, updates)) / (1 + rate * ttl)
