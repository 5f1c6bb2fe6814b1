"""Named streams of random numbers: changing one part of a model leaves the others' draws alone."""

from asyncio import events
from random import Random
from weakref import WeakKeyDictionary

_of_loop = WeakKeyDictionary()


class Streams:
    """The streams of one run. `streams("arrivals")` is the same `Random` however often it is asked for."""

    def __init__(self, seed):
        self.seed = seed
        self.named = {}

    def __call__(self, name):
        found = self.named.get(name)
        if found is None:
            found = self.named[name] = seeded(self.seed, name)
        return found


def seeded(seed, name):
    """A fresh `Random` for this seed and name; text seeds go through SHA-512, the same on every Python."""
    return Random(f"{seed}/{name}")


def stream(name, seed=None):
    """The `random.Random` called `name`, seeded from the run's seed and the name.

    Two runs with one seed draw the same numbers from a stream, whatever their other streams do: this is
    the method of common random numbers (Law, *Simulation Modeling and Analysis*, chapter 11), and the
    reason why curves move smoothly under a slider.

    Under the ordinary asyncio loop the seed is 0. Outside any loop give `seed`, and get a new stream.
    Raises ValueError when neither is there.
    """
    if seed is not None:
        return seeded(seed, name)
    loop = events._get_running_loop()
    if loop is None:
        raise ValueError(
            f"stream({name!r}) has no run to take its seed from: "
            f"call it inside run(...), or say stream({name!r}, seed=0)"
        )
    found = getattr(loop, "streams", None) or _of_loop.get(loop)
    if found is None:
        found = _of_loop[loop] = Streams(0)
    return found(name)
