"""A breaker that counts in a row before a service that fails in part: whole cycles, without a step for each call."""

from itertools import islice
from math import expm1, log, log1p
from typing import NamedTuple

from systemdesign.kernel.streams import stream

FEW = 100  # from so many runs on, the mean is near enough to that of their lengths


class Closed(NamedTuple):
    """A stretch in which a breaker is closed: the calls until it opens, and how many of them were answered."""

    calls: int
    good: int


class Cycles(NamedTuple):
    """What came of so many whole cycles: all calls, those that came while it was closed, and those answered."""

    calls: float
    closed: int
    good: int

    @property
    def availability(self):
        """The share of calls that were answered."""
        return self.good / self.calls


def stretches(share, in_a_row, name, seed=None):
    """Endless stretches from closing to opening, where each call fails with this probability by itself.

    Such a stretch is a number of runs of failures that end too soon, each by a success, and then a run that is long
    enough. The number is geometric, the lengths are geometric too, and less than `in_a_row`.
    """
    rng, mean = stream(name, seed), short_run(share, in_a_row)
    missed, last = log1p(-(share**in_a_row)), log(share)
    whole = -expm1(in_a_row * last)
    while True:
        runs = int(log(1.0 - rng.random()) / missed)
        if runs < FEW:
            failures = sum(int(log(1.0 - rng.random() * whole) / last) for _ in range(runs))
        else:
            failures = round(runs * mean)
        yield Closed(runs + failures + in_a_row, runs)


def short_run(share, in_a_row):
    """Mean length of a run of failures that ends before `in_a_row`."""
    chances = [share**k * (1 - share) / (1 - share**in_a_row) for k in range(in_a_row)]
    return sum(k * chance for k, chance in enumerate(chances))


def cycles(count, share, in_a_row, rate, open_for, seed=None):
    """So many `Cycles`, each from the moment at which the breaker closes to the next such moment.

    While it is open the calls are not looked at one by one: `rate` times `open_for` of them are refused.
    """
    rng, failed = stream("trials", seed), log(share)
    closed = good = trials = 0
    for stretch in islice(stretches(share, in_a_row, "closed", seed), count):
        closed += stretch.calls
        good += stretch.good + 1  # the trial that closes it
        trials += 1 + int(log(1.0 - rng.random()) / failed)
    return Cycles(closed + trials * (rate * open_for + 1), closed, good)
