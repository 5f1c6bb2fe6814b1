"""How many come in a while, without a clock that lets them come one by one."""

from math import sqrt


def poisson_count(rng, mean):
    """How many arrivals there are where `mean` are expected; a normal number where these are many."""
    if mean > 50:
        return max(0, round(rng.gauss(mean, sqrt(mean))))
    count, left = 0, mean - rng.expovariate(1.0)
    while left > 0:
        count, left = count + 1, left - rng.expovariate(1.0)
    return count
