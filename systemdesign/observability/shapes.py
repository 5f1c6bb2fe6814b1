"""How latencies may be spread, and what a histogram of them reads."""

from math import exp, inf, log
from statistics import NormalDist

from systemdesign.kernel.streams import stream
from systemdesign.observability import theory
from systemdesign.observability.promql import histogram_quantile
from systemdesign.observability.series import DEFAULT, Histogram
from systemdesign.observability.stall import HORIZON, LOAD, WORK

ALIKE, LOGNORMAL, STALL = "all alike", "lognormal", "our stall"
GOAL, OWN, GROWING = "round a goal", "Prometheus's own", "growing by 1.1"
BOUNDS = {GOAL: (0.1, 0.2, 0.3, 0.45), OWN: DEFAULT,
          GROWING: tuple(float(f"{0.001 * 1.1**k:.6g}") for k in range(122))}
SPREAD = 0.5  # of the logarithm
NORMAL = NormalDist()


def true(q, shape, size):
    """The exact quantile: of latencies all of this `size`, or lognormal round it, or with a stall so long."""
    if shape == ALIKE:
        return size
    if shape == STALL:
        return theory.stalled(q, size, HORIZON, LOAD, WORK)
    return size * exp(SPREAD * NORMAL.inv_cdf(q))


def up_to(x, shape, size):
    """The exact share of latencies that are no longer than x."""
    if shape == ALIKE:
        return float(x >= size)
    if shape == STALL:
        return 1 - max(0.0, size - x) / (1 - LOAD) / HORIZON if x >= WORK else 0.0
    return NORMAL.cdf(log(x / size) / SPREAD)


def read(q, shape, size, bounds):
    """What histogram_quantile makes of endlessly many such latencies."""
    buckets = [(bound, 1.0 if bound == inf else up_to(bound, shape, size)) for bound in (*bounds, inf)]
    return histogram_quantile(q, buckets)


def counted(q, shape, size, bounds, requests=10_000, seed=None):
    """The same of so many latencies, drawn and put into a histogram."""
    chance, histogram = stream("latencies", seed).random, Histogram(bounds)
    for _ in range(requests):
        histogram.observe(true(1 - chance(), shape, size))
    return histogram_quantile(q, histogram.buckets())
