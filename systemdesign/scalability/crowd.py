"""A crowd that comes to a fleet while more machines boot, without the event loop."""

from bisect import bisect
from heapq import heapreplace
from math import log

from systemdesign.kernel.streams import stream

FLEET = 10
"""Machines from the beginning; each does one request a second on average."""


def flood(rate, boot, ordered, until=400.0, seed=None):
    """When each request came, and when its work began: two lists, in seconds from the moment when the crowd comes.

    `rate` requests a second meet FLEET idle machines, and so many more as were `ordered`, which are there after `boot`
    seconds. All share one queue; gaps and work are exponential.
    """
    arrivals, works = (stream(name, seed).random for name in ("arrivals", "work"))
    free = [0.0] * FLEET + [boot] * ordered  # when each machine is next free: a heap, for it is in order
    came, began, time = [], [], -log(1 - arrivals()) / rate
    while time < until:
        start = free[0] if free[0] > time else time
        heapreplace(free, start - log(1 - works()))
        came.append(time)
        began.append(start)
        time -= log(1 - arrivals()) / rate
    return came, began


def waiting(came, began, time):
    """How many requests wait at that time; both lists are in order, for who comes first begins first."""
    return bisect(came, time) - bisect(began, time)


def gone(came, began, boot):
    """When the first request after the boot found nobody waiting, and a machine free; None if none did."""
    return next((time for time, start in zip(came, began) if time >= boot and start == time), None)
