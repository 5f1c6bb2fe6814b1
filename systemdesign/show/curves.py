"""Curves that many chapters draw: a tail, a latency over time, requests and failures per second, a crowd."""

from collections import Counter
from itertools import accumulate
from math import ceil

from systemdesign.show.marks import Line, Points, Step

SHARES = [10 ** (-k / 20) for k in range(1, 61)]
"""From 89 % of the requests down to 1 in 1,000, evenly on a logarithmic axis."""


def tail_line(name, quantile, theory=False):
    """The share of requests that take longer than a time: x in seconds, y from 0 to 1.

    `quantile` is a function of a share below 1: a trace's `quantile`, or a closed form.
    """
    return Line(name, [quantile(1 - share) for share in SHARES], SHARES, theory=theory)


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

    A long trace is thinned to about so many `points`, and may lose its peaks by it.
    """
    ends = [(arrived + latency, -1) for arrived, latency in zip(trace.arrived, trace.latency)]
    changes = sorted([(arrived, 1) for arrived in trace.arrived] + ends)
    times = [trace.start, *(time for time, _ in changes)]
    every = 1 + len(times) // points
    return Step(name, times[::every], list(accumulate((step for _, step in changes), initial=0))[::every])


def share_line(name, trace, times, width):
    """What share of a trace's requests, in each stretch of `width` seconds of arrival, these `times` make up."""
    buckets = trace.series(width)
    found = Counter(int((time - trace.start) // width) for time in times)
    return Line(name, [bucket.start for bucket in buckets], [found[n] / max(1, b.count) for n, b in enumerate(buckets)])


def count_steps(name, times, width, until, theory=False):
    """How many of the `times`, up to `until` seconds, fall into each stretch of `width` seconds: per second."""
    stretches = max(1, ceil(until / width - 1e-9))
    found = Counter(min(int(time // width), stretches - 1) for time in times if time <= until)
    rates = [found[n] / width for n in range(stretches)]
    return Step(name, [*(n * width for n in range(stretches)), until], [*rates, rates[-1]], theory=theory)


def pairs(name, xs, found, exact):
    """Simulated points over the curve that theory knows."""
    return [Points(name, xs, found), Line(f"{name}, exact", xs, exact, theory=True)]
