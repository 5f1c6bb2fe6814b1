"""Replicas that take every write at once, and agree afterwards on whose came last."""

from systemdesign.cap.replica import UNWRITTEN, Tagged
from systemdesign.kernel.run import now


class LastWriter:
    """A replica that answers whoever reaches it, reads and writes, without asking another one.

    A write's tag is (time, name of the replica). Of two writes the one with the later tag stays, everywhere: replicas
    that have met, all with all, hold the same. So clocks that differ decide who wins.
    """

    def __init__(self, name, clock=now):
        self.name, self.clock, self.held = name, clock, {}

    def get(self, key):
        return self.held.get(key, UNWRITTEN).value

    def set(self, key, value):
        self.held[key] = Tagged((self.clock(), self.name), value)

    def meet(self, other):
        """Exchange what differs: both keep the later one."""
        for key in self.held.keys() | other.held.keys():
            ours = (one.held.get(key, UNWRITTEN) for one in (self, other))
            self.held[key] = other.held[key] = max(ours, key=lambda tagged: tagged.tag)
