"""The same total power in four arrangements, as a farm without the event loop."""

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import exponential
from systemdesign.sim.farm import farm
from systemdesign.sim.workload import draws, poisson

ARRANGEMENTS = ("one big", "one queue", "round robin", "random")


class Turns:
    """The machines one after the other."""

    counts = False  # it does not look at how busy they are

    def __init__(self):
        self.turn = 0

    def choose(self, request, machines):
        """The machine whose turn it is."""
        self.turn += 1
        return machines[self.turn % len(machines)]


class Lots:
    """A machine drawn by lot."""

    counts = False

    def __init__(self, seed=None):
        self.random = stream("lots", seed).random

    def choose(self, request, machines):
        """Any of the machines, evenly."""
        return machines[int(self.random() * len(machines))]


def pooled(arrangement, machines, load, count, seed=None):
    """The trace of so many requests at a utilisation `load` of so many machines' power, one request a second each.

    Poisson arrivals and exponential work, which are the same in each arrangement; of the requests the first tenth is
    left out, for all queues begin empty.
    """
    traffic = poisson(load * machines, seed), draws(exponential(1.0), seed)
    shape = {"one big": {"speeds": [float(machines)]}, "one queue": {"workers": machines},
             "round robin": {"policy": Turns(), "servers": machines},
             "random": {"policy": Lots(seed), "servers": machines}}[arrangement]
    return farm(*traffic, **shape, count=count, warm_up=count // 10)
