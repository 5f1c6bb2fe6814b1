"""A loop that takes what happens at the same time in another order, to look for races."""

from heapq import heappop
from random import Random

from systemdesign.kernel.handle import Timer
from systemdesign.kernel.loop import VirtualLoop
from systemdesign.kernel.task import Task


class ShuffledLoop(VirtualLoop):
    """A virtual loop in which tasks and timers that are due together have their turns in an order of chance.

    All that is ready is one round: what becomes ready in it waits for the next, as in trio, whose scheduler shuffles
    each of its rounds. Callbacks keep their order among themselves, which asyncio promises. The order depends on the
    run's seed and on `shuffle` alone, and no stream is drawn from.
    """

    def __init__(self, seed, max_steps, shuffle):
        super().__init__(seed, max_steps)
        self.shuffle(shuffle)

    def shuffle(self, order):
        """Take this order from now on; None is the usual one."""
        self.order = order
        self.chance = None if order is None else Random(f"{self.streams.seed}/shuffle/{order}")

    def turn(self, steps):
        while steps > 0 and not self.halted:
            if not self.ready:
                self.come()
            self.mix()
            size = min(steps, len(self.ready))
            super().turn(size)
            steps -= size

    def come(self):
        """Move the clock on to the next event, and make ready all that is due then."""
        while True:
            when, number, item = heappop(self.heap) if self.heap else self.stuck()
            if item.timer == number:
                break
            self.stale -= 1
        item.timer, self.clock = None, when
        self.ready.append(item)
        self.arrive(when)

    def mix(self):
        """Shuffle the round; each callback stays where it is."""
        ready = self.ready
        if self.chance is not None and len(ready) > 1:
            places = [place for place, item in enumerate(ready) if item.__class__ is Task or item.__class__ is Timer]
            movable = [ready[place] for place in places]
            self.chance.shuffle(movable)
            for place, item in zip(places, movable, strict=True):
                ready[place] = item
