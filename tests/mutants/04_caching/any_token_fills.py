"""Lets whoever has a token fill, be it the present one or not.

Loses part 4. Hint: compare the token
"""


class LeasedCache:
    """A cache that only the holder of a key's lease may fill."""

    def __init__(self, ttl, patience):
        self.ttl, self.patience, self.given = ttl, patience, 0
        self.entries, self.leases = {}, {}

    def get(self, key):
        """("hit", value), ("fill", token) or ("wait", None)."""
        value, ends = self.entries.get(key, (None, 0.0))
        if now() < ends:
            return "hit", value
        if self._held(key):
            return "wait", None
        self.given += 1
        self.leases[key] = self.given, now() + self.patience
        return "fill", self.given

    def fill(self, key, value, token):
        """Store the value if this is the token of the key's lease; whether it was stored."""
        if not self._held(key):
            return False
        del self.leases[key]
        self.entries[key] = value, now() + self.ttl
        return True

    def invalidate(self, key):
        """The row has changed: no value and no lease from before counts any more."""
        self.entries.pop(key, None)
        self.leases.pop(key, None)

    def _held(self, key):
        return key in self.leases and now() < self.leases[key][1]
