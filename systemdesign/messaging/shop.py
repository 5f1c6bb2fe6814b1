"""What an order sets in motion: steps that work, or are refused, and remember for whom they were done."""

from collections import Counter

from systemdesign.kernel.streams import stream
from systemdesign.sim.request import Refused


class Step:
    """Paying, reserving, notifying: each call of it is refused with probability `fails`; what was done is counted."""

    def __init__(self, name, fails=0.0):
        self.name, self.fails, self.done = name, fails, Counter()

    async def __call__(self, order):
        """Do it for an order. Raises Refused."""
        if stream(self.name).random() < self.fails:
            raise Refused(f"{self.name}: not now", by=self.name)
        self.done[order] += 1
