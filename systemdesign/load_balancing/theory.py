"""What theory knows of each balancing policy, for Poisson arrivals and exponential work of mean 1 s."""

from functools import partial
from typing import NamedTuple

from systemdesign.theory import queues


class Known(NamedTuple):
    """A known answer: its name, the mean time in system in seconds, and quantiles as `quantile(q)`."""

    name: str
    mean: float
    quantile: object


IDLE = 2 - 1e-9
"""From so many idle servers on, on average, the limit for very many servers is within a tenth of what few do."""


def known(policy, servers, load):
    """The answer for a policy at a utilisation `load` (0 to 1), or None where only simulation has one.

    Two choices have an answer only for very many servers: it is given where IDLE or more are idle on average.
    """
    if policy == "random":
        return Known("M/M/1, exact", queues.mm1_mean(load, 1.0), partial(_mm1, load))
    if policy == "round robin":
        mean = queues.round_robin_mean(servers, load)
        return Known(f"E{servers}/M/1, exact", mean, partial(_in_turn, servers, load))
    if policy == "power of two choices" and servers * (1 - load) >= IDLE:
        mean = queues.power_of_two_mean(load)
        return Known("two choices, very many servers", mean, partial(_two_choices, load))
    return None


def central_queue(servers, load):
    """One queue before all servers, M/M/c, whose mean no choice at the door can beat (the door knows no sizes)."""
    mean = queues.mmc_mean(load * servers, 1.0, servers)
    return Known("one central queue, exact", mean, partial(_central, servers, load))


def _mm1(load, q):
    return queues.mm1_quantile(q, load, 1.0)


def _in_turn(servers, load, q):
    return queues.round_robin_quantile(q, servers, load)


def _two_choices(load, q):
    return queues.power_of_two_quantile(q, load)


def _central(servers, load, q):
    return queues.mmc_quantile(q, load * servers, 1.0, servers)
