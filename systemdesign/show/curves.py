"""Curves that many chapters draw: a tail, a latency over time, requests and failures per second, a crowd."""

from collections import Counter
from itertools import accumulate
from math import ceil, inf

from systemdesign.show.marks import Line, Points, Step

SHARES = [10 ** (-k / 20) for k in range(1, 61)]
"""From 89 % of the requests down to 1 in 1,000, evenly on a logarithmic axis."""


def tail_line(name, quantile, theory=False, longest=inf):
    """The share of requests that take longer than a time: x in seconds, up to `longest`, y from 0 to 1.

    `quantile` is a function of a share below 1: a trace's `quantile`, or a closed form.
    """
    times = [quantile(1 - share) for share in SHARES]
    shown = [(time, share) for time, share in zip(times, SHARES) if time <= longest]
    return Line(name, [time for time, _ in shown], [share for _, share in shown], theory=theory)


def latency_line(name, trace, width):
    """Mean latency in seconds of the requests that arrived in each stretch of `width` seconds."""
    buckets = [bucket for bucket in trace.series(width) if bucket.mean is not None]
    return Line(name, [bucket.start for bucket in buckets], [bucket.mean for bucket in buckets])


def rate_steps(trace, width=1.0):
    """Requests a second, and those of them that failed, by time of arrival."""
    buckets = trace.series(width)
    starts = [bucket.start for bucket in buckets]
    return [
        Step("all requests", starts, [bucket.count / width for bucket in buckets]),
        Step("failed", starts, [bucket.errors / width for bucket in buckets]),
    ]


def presence_steps(name, trace, points=150):
    """How many requests are under way: one more at each arrival, one fewer when it is settled.

    All that happens at one moment is one step. A long trace is drawn with at most so many `points`:
    the lowest and the highest of each stretch of steps, so that every peak stays as high as it was.
    """
    steps = Counter({trace.start: 0})
    for arrived, latency in zip(trace.arrived, trace.latency):
        steps[arrived] += 1
        steps[arrived + latency] -= 1
    times = sorted(steps)
    present = list(accumulate(map(steps.__getitem__, times)))
    kept = _outline(present, points)
    return Step(name, [times[k] for k in kept], [present[k] for k in kept])


def _outline(values, points):
    """Places of at most so many `points` (4 or more) of the values: both ends, and each stretch's extremes."""
    places = range(len(values))
    if len(values) <= points:
        return places
    width = ceil(len(values) / ((points - 2) // 2))
    stretches = [places[k : k + width] for k in places[::width]]
    extremes = {end(stretch, key=values.__getitem__) for stretch in stretches for end in (min, max)}
    return sorted({places[0], places[-1], *extremes})


def share_line(name, trace, times, width):
    """What share of a trace's requests, in each stretch of `width` seconds of arrival, these `times` make up."""
    buckets = trace.series(width)
    found = Counter(int((time - trace.start) // width) for time in times)
    return Line(name, [bucket.start for bucket in buckets], [found[n] / max(1, b.count) for n, b in enumerate(buckets)])


def share_steps(name, trace, times, width):
    """The same as steps, so that no share is drawn before its stretch begins."""
    line = share_line(name, trace, times, width)
    return Step(name, [*line.x, line.x[-1] + width], [*line.y, line.y[-1]])


def count_steps(name, times, width, until, theory=False):
    """How many of the `times`, up to `until` seconds, fall into each stretch of `width` seconds: per second."""
    stretches = max(1, ceil(until / width - 1e-9))
    found = Counter(min(int(time // width), stretches - 1) for time in times if time <= until)
    rates = [found[n] / width for n in range(stretches)]
    return Step(name, [*(n * width for n in range(stretches)), until], [*rates, rates[-1]], theory=theory)


def pairs(name, xs, found, exact):
    """Simulated points over the curve that theory knows."""
    return [Points(name, xs, found), Line(f"{name}, exact", xs, exact, theory=True)]
