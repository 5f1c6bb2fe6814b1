"""Writes that wait for the next flush: how many a crash finds, and how many are ever written."""

from bisect import bisect_left
from itertools import accumulate, groupby, takewhile

from systemdesign.kernel.streams import stream
from systemdesign.sim.workload import poisson
from systemdesign.sim.zipf import Zipf


def arrivals(rate, until, seed):
    """The times of writes that come at random, `rate` a second, in order."""
    return list(takewhile(lambda time: time < until, accumulate(poisson(rate, seed))))


def pending(times, every, crash):
    """How many of the writes at these `times` a crash finds unwritten, if a flush comes `every` so many seconds."""
    flushed = crash // every * every
    return bisect_left(times, crash) - bisect_left(times, flushed)


def exposure(times, every, until):
    """(mean, most) writes that a crash before `until` finds unwritten. The mean is over the whole intervals.

    A write is unsafe from its time to the next flush, so by Little's law their mean number is the sum of those waits
    by the time.
    """
    whole = until // every * every
    waits = [every - time % every for time in times if time < whole]
    counts = [len(list(group)) for _, group in groupby(times, key=lambda time: time // every)]
    return sum(waits) / whole, max(counts, default=0)


def writes(rate, keys, skew, seed, least=6000, seconds=64.0):
    """(times, keys) of writes to keys that are popular after Zipf: for `seconds`, or until there are `least`."""
    rng, zipf = stream("keys", seed), Zipf(keys, skew)
    times = arrivals(rate, max(seconds, least / rate), seed)
    return times, [zipf(rng) for _ in times]


def coalesced(times, keys, every):
    """The writes that reach the database, and those that were made, in the whole intervals: each key once a flush."""
    whole = times[-1] // every if times[-1] >= every else 1
    made = [time // every for time in times]
    last = bisect_left(made, whole)
    return len(set(zip(made[:last], keys))), last
