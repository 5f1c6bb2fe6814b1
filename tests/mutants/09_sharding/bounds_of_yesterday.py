"""Counts the keys without the one that comes.

Loses part 2. Hint: m counts the new key
"""


class Bounded:
    """Holds keys on the nodes of a ring, none of them above its bound."""

    def __init__(self, ring, slack=0.25):
        self.ring, self.slack = ring, slack
        self.total = sum(weight for weight, _ in ring.nodes.values())
        self.held = {name: [] for name in ring.nodes}
        self.homes = {}

    def add(self, key):
        """A key comes, or is there already; returns the node that holds it."""
        if key not in self.homes:
            self._settle(key, max(1, len(self.homes)))
        return self.homes[key]

    def node(self, key):
        """The node that holds this key, or None."""
        return self.homes.get(key)

    def loads(self):
        """How many keys each node holds."""
        return {name: len(keys) for name, keys in self.held.items()}

    def remove(self, key):
        """A key leaves; returns the keys that moved because of it."""
        if key not in self.homes:
            return []
        self.held[self.homes.pop(key)].remove(key)
        count = len(self.homes)
        moved = []
        for name, keys in self.held.items():
            while len(keys) > self._bound(name, count):
                moved.append(keys.pop())
        for key in moved:
            self._settle(key, count)
        return moved

    def _bound(self, name, count):
        return ceil((1 + self.slack) * count * self.ring.nodes[name][0] / self.total - 1e-9)

    def _settle(self, key, count):
        order = self.ring.owners(key, len(self.held))
        home = next(name for name in order if len(self.held[name]) < self._bound(name, count))
        self.held[home].append(key)
        self.homes[key] = home
