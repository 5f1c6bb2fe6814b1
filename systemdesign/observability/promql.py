"""What Prometheus makes of what it has scraped: `histogram_quantile`, `increase` and `rate`, as it computes them.

After promql/quantile.go and promql/functions.go of Prometheus 2.42, in the same order of operations, so that the
answers agree to the last bit.
"""

from itertools import pairwise
from math import inf, nan


def histogram_quantile(q, buckets):
    """The value that a share `q` does not exceed, by [(bound, how many values were no larger)], to infinity.

    Within a bucket it takes the values for evenly spread; beyond the last finite bound it says that bound. NaN where
    nothing was counted.
    """
    bounds, counts = zip(*sorted(buckets))
    if bounds[-1] != inf or len(bounds) < 2 or not counts[-1]:
        return nan
    if not 0 <= q <= 1:
        return inf if q > 1 else -inf
    rank = q * counts[-1]
    place = next(place for place, count in enumerate(counts) if count >= rank)
    if place == len(counts) - 1:
        return bounds[-2]
    if place == 0 and bounds[0] <= 0:
        return bounds[0]
    start, before = (bounds[place - 1], counts[place - 1]) if place else (0.0, 0)
    inside = counts[place] - before
    return start + (bounds[place] - start) * ((rank - before) / inside) if inside else nan


def increase(samples, start, end):
    """By how much a counter rose from `start` to `end`, by its [(time, value)], in seconds, in order of time.

    What it rose from its first sample to its last, a fall being a restart from 0, and then as much more as `start` and
    `end` lie further apart than these two. None with fewer than two samples.
    """
    return _extrapolated(samples, start, end, 1.0)


def rate(samples, start, end):
    """The same for each second."""
    seconds = (round(1000 * end) - round(1000 * start)) / 1000  # of times since 1970 the difference has lost digits
    return _extrapolated(samples, start, end, seconds)


def _extrapolated(samples, start, end, seconds):
    start, end = round(1000 * start), round(1000 * end)
    inside = [(ms, value) for time, value in samples if start <= (ms := round(1000 * time)) <= end]
    if len(inside) < 2:
        return None
    times, values = zip(*inside)
    rise = values[-1] - values[0]
    for before, after in pairwise(values):
        if after < before:
            rise += before
    return rise * (_stretched(times, values[0], rise, start, end) / ((times[-1] - times[0]) / 1000) / seconds)


def _stretched(times, first, rise, start, end):
    """For how many seconds the rise counts. To each end of the window, if the samples come near to it, or else half a
    gap beyond them; and to no moment before the counter was 0. All times here are in milliseconds."""
    sampled = counts = (times[-1] - times[0]) / 1000
    gap = sampled / (len(times) - 1)
    to_start, to_end = (times[0] - start) / 1000, (end - times[-1]) / 1000
    if rise > 0 and first >= 0:
        to_start = min(to_start, sampled * (first / rise))
    for further in (to_start, to_end):
        counts += further if further < gap * 1.1 else gap / 2
    return counts
