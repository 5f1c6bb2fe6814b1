"""Calls the remainder of a hash a ring: nearly every key moves when a node joins.

Loses part 1. Hint: only the new one takes keys
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
        zones = {zone for _, zone in self.nodes.values()}
        taken, passed, covered = [], [], set()
        for name in self._clockwise(key):
            zone = self.nodes[name][1]
            (passed if zone in covered else taken).append(name)
            covered.add(zone)
            if len(taken) == count or covered == zones:
                break
        met = dict.fromkeys([*taken, *passed])
        return [*met, *(name for name in self._clockwise(key) if name not in met)][:count]

    def _clockwise(self, key):
        start = bisect(self.circle, (fingerprint(key),))
        start = fingerprint(key) % len(self.circle)
        return dict.fromkeys(name for _, name in self.circle[start:] + self.circle[:start])
