"""One server and callers who wait only so long: what it does for those who have gone."""

from typing import NamedTuple

from systemdesign.sim.distributions import exponential
from systemdesign.sim.workload import draws, poisson

KEPT, PASSED_ON = "kept at the page", "passed on"


class Served(NamedTuple):
    """The share of requests answered in time, and the share of the work that was done for somebody who had gone."""

    share: float
    wasted: float


def served(load, patience, deadline, count, warm_up, seed=None):
    """Requests to one server, first come first served, of exponential work with mean 1; `warm_up` of them come before.

    Passed on, the deadline lets it drop a request that is late when its turn comes.
    """
    time = free = work = wasted = 0.0
    good, drops = 0, deadline == PASSED_ON
    for number, gap, takes in zip(range(warm_up + count), poisson(load, seed), draws(exponential(1.0), seed)):
        if number == warm_up:
            good, work, wasted = 0, 0.0, 0.0
        time += gap
        start = max(time, free)
        if drops and start - time >= patience:
            continue
        free = start + takes
        work += takes
        if free - time <= patience:
            good += 1
        else:
            wasted += takes
    return Served(good / count, wasted / work)
