"""Takes the next different nodes clockwise: all replicas may burn in one fire.

Loses part 1. Hint: pass over a node whose zone is taken
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
        return dict.fromkeys(name for _, name in self.circle[start:] + self.circle[:start])
