"""A queue before one server, first come first served: how long each request waits."""

from itertools import accumulate

from systemdesign.sim.trace import Trace


def waits(works, gaps, first=0.0):
    """What each request waits, in seconds, in the order of arrival; the first one waits `first`.

    `works` are service times, and `gaps` the times from each arrival to the next. A request waits as long as the one
    before it waited and worked, less the head start that this one had. Lindley (1952).
    """
    wait = first
    for work, gap in zip(works, gaps):
        yield wait
        wait = max(0.0, wait + work - gap)


def served(works, gaps, first=0.0):
    """The trace of the same requests, the first of which comes at 0: latency is wait plus work."""
    latency = [wait + work for wait, work in zip(waits(works, gaps, first), works)]
    return Trace.of(accumulate(gaps[:-1], initial=0.0), latency, ["server"] * len(latency))
