"""Takes the next places on the circle, and two of them may be one node's.

Loses part 1. Hint: A node was taken twice
"""


class Ring:
    """Places keys, and their replicas in different zones, on weighted nodes."""

    def __init__(self, nodes, points=64):
        self.nodes = dict(nodes)
        self.circle = sorted(
            (fingerprint(f"{name}/{i}"), name)
            for name, (weight, _) in self.nodes.items()
            for i in range(max(1, round(points * weight)))
        )

    def owners(self, key, count=1):
        """The `count` different nodes that keep this key, its owner first."""
        return list(self._clockwise(key))[:count]

    def _clockwise(self, key):
        start = bisect(self.circle, (fingerprint(key),))
        return [name for _, name in self.circle[start:] + self.circle[:start]]
