"""The same total power in four arrangements, as a farm without the event loop."""

from itertools import cycle

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import exponential
from systemdesign.sim.farm import farm
from systemdesign.sim.workload import draws, poisson

ARRANGEMENTS = ("one big", "one queue", "round robin", "random")


class Dealt:
    """Gives each request, which is a number here, to the machine of that number."""

    counts = False  # it does not look at how busy they are

    def choose(self, number, machines):
        """The machine of that number."""
        return machines[number]


def lots(machines, seed=None):
    """Endless numbers of machines, each as likely as any other."""
    random = stream("lots", seed).random
    while True:
        yield int(random() * machines)


def pooled(arrangement, machines, load, count, seed=None):
    """The trace of so many requests at a utilisation `load` of so many machines' power, one request a second each.

    Poisson arrivals and exponential work, which are the same in each arrangement; of the requests the first tenth is
    left out, for all queues begin empty.
    """
    traffic = poisson(load * machines, seed), draws(exponential(1.0), seed)
    dealt = {"policy": Dealt(), "servers": machines}
    shape = {"one big": {"speeds": [float(machines)]}, "one queue": {"workers": machines},
             "round robin": {**dealt, "requests": cycle(range(machines))},
             "random": {**dealt, "requests": lots(machines, seed)}}[arrangement]
    return farm(*traffic, **shape, count=count, warm_up=count // 10)
