"""Two cures for a hot key: more nodes that may answer for it."""

from bisect import bisect
from collections import Counter
from itertools import islice
from math import ceil

from systemdesign.kernel.streams import stream
from systemdesign.sim.fingerprint import fingerprint


def clockwise(ring, key):
    """The nodes of a ring in the order in which they follow the key's place, each once."""
    start, met = bisect(ring.points, fingerprint(key)), set()
    for step in range(len(ring.points)):
        name = ring.owners[(start + step) % len(ring.points)]
        if name not in met:
            met.add(name)
            yield name


class Copies:
    """Each of the hot keys has copies on the nodes that follow its owner; any of them, by lot, answers a read."""

    def __init__(self, ring, hot, copies, seed=None):
        self.ring = ring
        self.places = {key: list(islice(clockwise(ring, key), copies)) for key in hot}
        self.random = stream("copies", seed).random

    def choose(self, key):
        """The node that answers this request."""
        places = self.places.get(key)
        return places[int(self.random() * len(places))] if places else self.ring.owner(key)


class BoundedLoads:
    """The owner answers, or the first node after it that has not had more than its bound.

    No node gets more than ⌈(1 + slack)·m/n⌉ of the first m requests to n nodes (Mirrokni, Thorup and
    Zadimoghaddam, 2018; here for requests that are counted and never leave).
    """

    def __init__(self, ring, slack):
        if slack <= 0:
            raise ValueError(f"slack must be above 0, and it is {slack}: with none, nearly every request moves on")
        self.ring, self.slack = ring, slack
        self.nodes, self.counts = len(set(ring.owners)), Counter()

    def choose(self, key):
        """The node that answers this request, which is counted."""
        bound = ceil((1 + self.slack) * (self.counts.total() + 1) / self.nodes - 1e-9)  # 1.1 × 10 is a little over 11
        name = self.ring.owner(key)
        if self.counts[name] >= bound:
            name = next(name for name in clockwise(self.ring, key) if self.counts[name] < bound)
        self.counts[name] += 1
        return name
