"""Consistent hashing: nodes own stretches of a circle, and a key goes to the next node on it."""

from bisect import bisect
from itertools import pairwise

from systemdesign.sharding.nodes import number, weighed
from systemdesign.sim.fingerprint import fingerprint, fingerprints

CIRCLE = 2**64
MOST = 2**20
"""Points on a circle: far more than any use here, and a second's work."""


class Ring:
    """A ring of virtual nodes (Karger and others, 1997).

    Each node stands at `virtual` points times its weight; a key belongs to the first point after its own. Where
    a node stands depends on its name alone, so one that joins or leaves moves no key between the others.
    """

    def __init__(self, nodes, virtual=100):
        """`nodes` are names, or a dict of names and weights. Raises ValueError where these can own no key."""
        owners = {}
        for name, count in counted(weighed(nodes), virtual).items():
            owners.update(dict.fromkeys(fingerprints(name, count), name))
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


def counted(weights, virtual):
    """{name: at how many points it stands}, one at least. Raises ValueError where nobody could, or far too many."""
    if not number(virtual) > 0:
        raise ValueError(f"virtual is {virtual!r}: give the points at which a node of weight 1 stands, such as 100")
    if not virtual * sum(weights.values()) < MOST:
        raise ValueError(f"these nodes would stand at over {MOST:,} points: smaller weights or fewer virtual do")
    return {name: max(1, round(virtual * weight)) for name, weight in weights.items()}


class Joining:
    """A ring that its last node joins with one virtual node after another: who holds which arc after each.

    `arcs` are the stretches between neighbouring points of the ring in the end, in order: pairs of parts of the circle,
    from 0 to 1 (the one across 0 counts as two). Nodes are known as s0, s1, and so on: `names`.
    """

    def __init__(self, nodes, virtual, salt=""):
        """The nodes' whole names, from which their places come, begin with `salt`."""
        self.names, self.virtual, self.salt = [f"s{number}" for number in range(nodes)], virtual, salt
        *there, newcomer = [salt + name for name in self.names]
        weights = dict.fromkeys(there, 1)
        grown = (Ring(weights | {newcomer: points / virtual}, virtual) for points in range(1, virtual + 1))
        self._rings = [Ring(there, virtual), *grown]
        self._edges = [0, *self._rings[-1].points, CIRCLE]
        self.arcs = list(pairwise(edge / CIRCLE for edge in self._edges))

    def holders(self, points):
        """The node that holds each arc when the newcomer has so many points."""
        ring = self._rings[points]
        return [self._short(ring.owners[bisect(ring.points, edge)]) for edge in self._edges[:-1]]

    def shares(self, points):
        """What part of the circle each node holds then."""
        return {self._short(name): share for name, share in self._rings[points].shares().items()}

    def givers(self, points):
        """The nodes from which the newcomer took what it holds with so many points."""
        pairs = zip(self.holders(0), self.holders(points))
        return sorted({old for old, new in pairs if new != old})

    def changes(self):
        """(points, what, words) in order: "arc 3" is held by "s1", and the share of "s1" is "12.5 %".

        All arcs and nodes with no point of the newcomer, then those that change with each.
        """
        known = {}
        for points in range(self.virtual + 1):
            fresh = {f"arc {number}": name for number, name in enumerate(self.holders(points))}
            fresh |= {name: f"{share * 100:.1f} %" for name, share in self.shares(points).items()}
            yield from ((points, what, words) for what, words in fresh.items() if known.get(what) != words)
            known = fresh

    def moments(self):
        """(points, sentence) of what there is to see before the newcomer's points, at the first and at the last."""
        newcomer, last, others = self.names[-1], self.virtual, len(self.names) - 1
        told = {0: f"{newcomer} has no point yet, and no arc.",
                1: f"The first point of {newcomer} takes from {self.givers(1)[0]} alone."}
        if last > 1:
            told[last] = (f"With {last} points {newcomer} has {self.shares(last)[newcomer] * 100:.1f} % of the circle, "
                          f"taken from {len(self.givers(last))} of {others}.")
        return list(told.items())

    def _short(self, name):
        return name.removeprefix(self.salt)
