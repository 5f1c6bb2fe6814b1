"""Instances of one service, one of them in trouble, and two ways to make one percentile of them."""

from itertools import chain
from statistics import fmean

from systemdesign.kernel.streams import stream
from systemdesign.observability import theory
from systemdesign.observability.stall import HORIZON, LOAD, WORK
from systemdesign.sim.trace import nearest_rank

SLOW, STANDS = "is slow", "stands still"


def tails(instances, trouble, size, share):
    """[(how many instances, their share of the requests, the share of these that takes longer than x)], the troubled
    one last.

    Times are exponential with a mean of 1 ms, and for the last one `size` times as long, or it stands still once for
    `size` seconds in the stall's 200.
    """
    ill = theory.exponential(size * WORK) if trouble == SLOW else theory.standing(size, HORIZON, LOAD, WORK)
    return [(instances - 1, 1 - share, theory.exponential(WORK)), (1, share, ill)]


def averaged(q, parts):
    """The mean of the instances' percentiles."""
    return sum(many * theory.quantile(q, beyond) for many, _, beyond in parts) / sum(many for many, *_ in parts)


def of_all(q, parts):
    """The percentile of all requests together."""
    return theory.quantile(q, theory.mixed([part[1:] for part in parts]))


def sampled(instances, trouble, size, share, requests=40_000, seed=None):
    """The latencies of so many requests, a list for each instance."""
    found = []
    for number in range(instances):
        chance, last = stream(f"instance {number}", seed), number == instances - 1
        many = round(requests * (share if last else (1 - share) / (instances - 1)))
        stalled = size / (1 - LOAD) / HORIZON if last and trouble == STANDS else 0.0
        rate = 1 / WORK / (size if last and trouble == SLOW else 1)
        found.append([chance.uniform(0, size) if stalled and chance.random() < stalled else chance.expovariate(rate)
                      for _ in range(many)])
    return found


def read(q, found):
    """(the percentile of all latencies, the mean of the instances' own) of a sample."""
    together = sorted(chain.from_iterable(found))
    return nearest_rank(together, q), fmean(nearest_rank(sorted(some), q) for some in found)
