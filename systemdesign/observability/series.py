"""What is counted: three kinds of series, each of a size that doesn't grow with what it is told."""

from bisect import bisect_left
from itertools import accumulate
from math import inf, isfinite

DEFAULT = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""The bounds that Prometheus's libraries choose, in seconds."""


class Counter:
    """What has happened since the process began. It only rises; after a restart it begins at 0."""

    kind = "counter"

    def __init__(self):
        self.value = 0.0

    def add(self, amount=1):
        """Raises ValueError for less than nothing."""
        if not amount >= 0:
            raise ValueError(f"a counter only rises, and {amount} is no rise: use a gauge")
        self.value += amount

    def samples(self):
        """What is exposed: (suffix of the name, further labels, value)."""
        return [("", (), self.value)]


class Gauge(Counter):
    """What is so at this moment. Whatever it was between two looks is gone."""

    kind = "gauge"

    def add(self, amount=1):
        self.value += amount

    def set(self, value):
        self.value = value

    def follow(self, read):
        """From now on it is what `read()` says whenever somebody looks."""
        self.samples = lambda: [("", (), read())]


class Histogram:
    """How many values were at most so large, for each of its bounds, and their sum.

    Two with the same bounds are added bucket by bucket, which two percentiles cannot be. A value on a bound belongs
    to the bucket that ends there.
    """

    kind = "histogram"

    def __init__(self, bounds=DEFAULT):
        self.bounds = tuple(map(float, bounds))
        if list(self.bounds) != sorted(set(self.bounds)) or not all(map(isfinite, self.bounds)):
            raise ValueError(f"bounds rise, are finite, and no two are equal: {bounds}")
        self.counts, self.sum = [0] * (len(self.bounds) + 1), 0.0

    def observe(self, value):
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value

    def buckets(self):
        """[(bound, how many values were no larger)], to infinity."""
        return list(zip((*self.bounds, inf), accumulate(self.counts)))

    def samples(self):
        """What is exposed: (suffix of the name, further labels, value)."""
        buckets = self.buckets()
        counted = [("_bucket", (("le", number(bound)),), count) for bound, count in buckets]
        return [*counted, ("_sum", (), self.sum), ("_count", (), buckets[-1][1])]


def number(value):
    """A number as Prometheus writes it."""
    value = float(value)
    if isfinite(value):
        return repr(value)
    return "NaN" if value != value else "+Inf" if value > 0 else "-Inf"
