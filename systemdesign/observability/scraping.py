"""A dashboard that looks at a server every so often, and what it reads of a stall."""

from systemdesign.kernel.streams import stream
from systemdesign.observability.stall import LOAD, RATE, Flow

GAUGE, ANSWERS, WAITING = "gauge: in flight", "counter: answers", "counter: waiting"
ODD = {GAUGE: 2.0, ANSWERS: 2.0, WAITING: 0.5}
"""How far from its usual value a reading is, of requests or seconds in all, that tells of a stall."""


def reading(flow, what, time, every):
    """What is read at this time, of a look `every` so many seconds: requests in flight at that moment; or of those
    answered since the last look how many there are for each second, or for how many seconds they have waited."""
    if what == GAUGE:
        return flow.in_flight(time)
    counter = flow.answered if what == ANSWERS else flow.waited
    return (counter(time) - counter(time - every)) / every


def usual(what):
    """What is read of a server that doesn't stand still."""
    return RATE if what == ANSWERS else LOAD


def tells(flow, what, times, every):
    """Whether any of the readings at these times is odd."""
    scale = 1 if what == GAUGE else every
    return any(abs(reading(flow, what, time, every) - usual(what)) * scale >= ODD[what] for time in times)


def looks(offset, every, start, end):
    """The times from `start` to `end` that lie whole intervals from the offset."""
    first = start + (offset - start) % every
    return [first + number * every for number in range(int((end - first) // every) + 1)]


def seen(length, every, what, trials=1000, seed=None):
    """The share of so many dashboards, each with a random offset, that tell of the stall."""
    flow, chance = Flow(length), stream("offsets", seed).random
    end = flow.over + every
    return sum(tells(flow, what, looks(chance() * every, every, 0.0, end), every) for _ in range(trials)) / trials
