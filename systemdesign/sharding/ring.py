"""Consistent hashing: nodes own stretches of a circle, and a key goes to the next node on it."""

from bisect import bisect
from itertools import pairwise

from systemdesign.sim.fingerprint import fingerprint, fingerprints

CIRCLE = 2**64


class Ring:
    """A ring of virtual nodes (Karger and others, 1997).

    Each node stands at `virtual` points times its weight; a key belongs to the first point after its own. Where
    a node stands depends on its name alone, so one that joins or leaves moves no key between the others.
    """

    def __init__(self, nodes, virtual=100):
        """`nodes` are names, or a dict of names and weights."""
        weights = nodes if isinstance(nodes, dict) else dict.fromkeys(nodes, 1)
        owners = {}
        for name, weight in weights.items():
            points = fingerprints(name, max(1, round(virtual * weight)))
            owners.update(dict.fromkeys(points, name))
        self.points = sorted(owners)
        self.owners = [owners[point] for point in self.points]
        self.owners.append(self.owners[0])  # past the last point comes the first

    def owner(self, key):
        """The node that this key belongs to."""
        return self.owners[bisect(self.points, fingerprint(key))]

    def shares(self):
        """What part of the circle each node owns, exactly."""
        shares = dict.fromkeys(self.owners, 0)
        for (start, end), name in zip(pairwise(self.points), self.owners[1:]):
            shares[name] += end - start
        shares[self.owners[0]] += CIRCLE - self.points[-1] + self.points[0]
        return {name: arc / CIRCLE for name, arc in shares.items()}

    def neighbours(self):
        """The pairs of nodes, as sets, of which one follows the other somewhere on the circle."""
        return {frozenset(pair) for pair in pairwise(self.owners) if pair[0] != pair[1]}
