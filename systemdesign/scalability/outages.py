"""Machines that fail and are repaired, each by itself, and how long so many of them are down together."""

from itertools import accumulate
from math import log

from systemdesign.kernel.streams import stream

FAILURES = 400
"""Of each machine, on average: what decides how rare an overlap a run can see."""


def failures(machines, down, seed=None):
    """(time, machine, 1 or -1) of every failure and repair, in order, and the end of it all.

    A machine is down for 1 unit of time on average, and so often that this is a share `down` of all; both times are
    exponential. It is up at first.
    """
    random = stream("outages", seed).random
    end, lasts = FAILURES / down, (1 / down - 1, 1.0)
    events = []
    for machine in range(machines):
        time, turn = -lasts[0] * log(1 - random()), 0
        while time < end:
            events.append((time, machine, -1 if turn else 1))
            turn = 1 - turn
            time -= lasts[turn] * log(1 - random())
    return sorted(events), end


def together(events, end, machines):
    """The share of the time for which exactly 0, 1, 2, … of the first so many machines are down, as a list."""
    spent, last, ill = [0.0] * (machines + 1), 0.0, 0
    for time, machine, change in events:
        if machine < machines:
            spent[ill] += time - last
            last, ill = time, ill + change
    spent[ill] += end - last
    return [share / end for share in spent]


def too_few(spent):
    """The share of the time for which more than 0, 1, 2, … are down: what is lost with so many spares."""
    return [*accumulate(reversed(spent))][::-1][1:]
