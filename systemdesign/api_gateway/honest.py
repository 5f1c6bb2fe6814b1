"""A client without a plan, who asks at random moments: whom do limits refuse that are meant for others?"""

from itertools import accumulate

from systemdesign.api_gateway.bucket import Bucket
from systemdesign.api_gateway.windows import Log, TwoCounters
from systemdesign.kernel.streams import stream

WARM = 2000
"""Requests that don't count: a bucket begins full."""


def moments(rate, requests, seed):
    """Poisson times."""
    random = stream("honest", seed)
    return accumulate(random.expovariate(rate) for _ in range(requests))


def refused(load, burst, requests=12_000, seed=0):
    """The share of requests that a bucket refuses; the load is a part of its rate."""
    bucket = Bucket(1.0, burst)
    taken = [bucket.take("she", time) for time in moments(load, WARM + requests, seed)]
    return sum(map(bool, taken[WARM:])) / requests


def judged_otherwise(load, limit=100, period=60.0, requests=20_000, seed=0):
    """The share of requests that two counters admit and an exact log does not, or the other way round."""
    near, exact = TwoCounters(limit, period), Log(limit, period)
    times = list(moments(load * limit / period, WARM + requests, seed))
    wrong = [(not near.take("she", time)) != (not exact.take("she", time)) for time in times]
    return sum(wrong[WARM:]) / requests
