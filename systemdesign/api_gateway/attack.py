"""A client who asks as often as he likes, from the moment that he likes, and the most that he gets in any window."""

from bisect import bisect_left
from math import ceil

from systemdesign.api_gateway.bucket import SLACK, Bucket
from systemdesign.api_gateway.windows import Fixed, Log, TwoCounters

LIMIT, PERIOD = 100, 60.0
"""The promise: a hundred a minute."""
FIXED, TWO, LOG, BUCKET = ALGORITHMS = ["fixed window", "two counters", "log", "token bucket"]


def limiter(algorithm, burst=LIMIT, rate=LIMIT / PERIOD):
    """The limiter of that name; `burst` and `rate` are the bucket's."""
    if algorithm == BUCKET:
        return Bucket(rate, burst)
    return {FIXED: Fixed, TWO: TwoCounters, LOG: Log}[algorithm](LIMIT, PERIOD)


def greedy(limiter, start, seconds=240.0, every=0.005):
    """The times of what is admitted of a client who asks `every` so many seconds.

    A refusal says until when there will be no other answer, so what he asks before that is passed over.
    """
    admitted, k = [], 0
    while k * every < seconds - SLACK:
        time = start + k * every
        wait = limiter.take("he", time)
        if not wait:
            admitted.append(time)
        k += max(1, ceil((wait - SLACK) / every))
    return admitted


def most(times, window):
    """The most of these times, which are in order, that lie in one half-open window of so many seconds."""
    return max((bisect_left(times, time + window - 10 * SLACK) - k for k, time in enumerate(times)), default=0)
