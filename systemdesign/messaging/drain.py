"""A queue whose consumers are away for a while: who waits how long, and until when."""

from heapq import heapreplace
from itertools import takewhile
from typing import NamedTuple

from systemdesign.kernel.streams import stream

RATE = 2.5
"""What one consumer works off in a second, exponential times."""
BEFORE, END = -60.0, 3600.0


class Passed(NamedTuple):
    """A message: when it came, what it waited, and whether it found a consumer idle."""

    time: float
    wait: float
    free: bool


def passed(rate, consumers, outage, seed=0):
    """Each message in order, from a minute before an outage of so many seconds that begins at 0, to an hour after.

    Poisson, first come first served; who is at work when the outage begins finishes. After R. Kiefer and J. Wolfowitz.
    """
    free, works = [BEFORE] * consumers, stream("works", seed)
    for time in arrivals(rate, seed):
        start = begun(max(time, free[0]), outage)
        yield Passed(time, start - time, start == time)
        heapreplace(free, start + works.expovariate(RATE))


def newest_first(rate, consumers, outage, seed=0):
    """The same, in order of their starts, if the consumers take whatever came last."""
    free, stack, works = [BEFORE] * consumers, [], stream("works", seed)
    for time in arrivals(rate, seed):
        while stack and (start := begun(max(stack[-1], free[0]), outage)) <= time:
            came = stack.pop()
            yield Passed(came, start - came, start == came)
            heapreplace(free, start + works.expovariate(RATE))
        stack.append(time)


def arrivals(rate, seed):
    """Poisson moments."""
    random, time = stream("arrivals", seed), BEFORE
    while (time := time + random.expovariate(rate)) < END:
        yield time


def begun(time, outage):
    """When work begins that could begin at this time, were it not for the outage."""
    return outage if 0 <= time < outage else time


def until_free(rate, consumers, outage, seed=0):
    """The messages from the outage on, up to the first that waits for nobody after it."""
    messages = passed(rate, consumers, outage, seed)
    return [one for one in takewhile(lambda one: one.time < outage or not one.free, messages) if one.time >= 0]
