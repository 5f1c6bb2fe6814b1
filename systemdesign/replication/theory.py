"""What theory knows of replicas: overtaking, waiting for some of many, reads that go back, and Amdahl's law again."""

from functools import lru_cache
from math import comb, exp, fsum
from statistics import fmean

STEPS = 200
"""Of the integral in `reached`: four digits."""


def overtaken(rate, delay):
    """The probability that a copy sent by itself ends with an old value: 1 - (1-e^-a)/a, a = rate * mean delay.

    Poisson writes, exponential delays: when the last copy leaves, Poisson(a) others are on their way, and forgetful, so
    each of the N+1 is equally likely to be the last to arrive: E 1/(N+1) = (1-e^-a)/a are right.
    """
    a = rate * delay
    return 1 - (1 - exp(-a)) / a


@lru_cache(maxsize=256)  # a figure asks again and again
def reached(rate, base, delay, replicas, needed):
    """The mean time until so many of the replicas have a write from a log that each applies in order.

    An entry takes `base` seconds and an exponential time of mean `delay`; the writes are Poisson. With a = rate * delay
    and u = e^-((t-base)/delay), k given replicas have a write and all before it by t with probability
    (1-u)^k·exp(-a Σ_{j≤k} (1-(1-u)^j)/j); at least `needed` of them, by inclusion and exclusion. Writes that are far
    apart wait for an order statistic: base + delay·(H_n - H_{n-needed}).
    """
    if needed == 0:
        return 0.0
    a, some = rate * delay, range(needed, replicas + 1)
    ways = {k: (-1) ** (k - needed) * comb(k - 1, needed - 1) * comb(replicas, k) for k in some}

    def late(u):
        sums, total = [0.0], 0.0
        for j in range(1, replicas + 1):
            sums.append(total := total + (1 - (1 - u) ** j) / j)
        return 1 - fsum(ways[k] * (1 - u) ** k * exp(-a * sums[k]) for k in some)
    middles = [(k + 0.5) / STEPS for k in range(STEPS)]
    return base + delay * fsum(late(u) / u for u in middles) / STEPS


def lost(rate, base, delay, replicas, sync):
    """(mean acknowledged writes that the most advanced replica lacks when the primary dies, that any one lacks).

    By Little's law a replica lacks rate * (the time until it has a write); acknowledged is what `sync` replicas have.
    """
    lacks = [rate * reached(rate, base, delay, replicas, place) for place in range(replicas + 1)]
    beyond = [max(0.0, missing - lacks[sync]) for missing in lacks[1:]]
    return beyond[0], fmean(beyond)


def stale(rate, lags):
    """The share of reads, each at any of the replicas, that miss a write: the mean of 1 - e^-(rate * lag)."""
    return fmean(1 - exp(-rate * lag) for lag in lags)


def backwards(rate, lags, pause, own=0.0):
    """The share of pairs of reads, `pause` apart and each at any replica, of which the second shows an older state.

    Constant lags, Poisson writes: the mean of 1 - e^-rate·(L2 - L1 - pause) where that is positive. With `own` writes a
    second of the reader's, among `rate`, a replica that lacks one of them leaves the read to the primary.
    """
    def older(gap):
        return 1 - exp(-(rate - own) * max(0.0, gap))

    def pair(first, second):
        sent_on = 1 - exp(-own * max(0.0, first - second + pause))  # and then the second gap is none
        return exp(-own * second) * (sent_on * older(second - pause) + older(second - pause - first))
    return fmean(pair(first, second) for first in lags for second in lags)


def capacity(nodes, reads):
    """What so many nodes do, in units of one, if every node applies every write: 1/((1-f) + f/n), Amdahl's law."""
    return 1 / (1 - reads + reads / nodes)
