"""Remembers as many absences as there are questions.

Loses part 3. Hint: pushes out the oldest
"""


class NegativeCache:
    """Keeps values, and for a shorter time the knowledge that there is none."""

    def __init__(self, load, ttl, absent_ttl, most=1000):
        self.load, self.ttl, self.absent_ttl, self.most = load, ttl, absent_ttl, most
        self.values, self.absent, self.creations = {}, OrderedDict(), {}

    async def get(self, key):
        """The key's value, None where there is none."""
        value, ends = self.values.get(key, (None, 0.0))
        if now() < ends:
            return value
        if now() < self.absent.get(key, 0.0):
            return None
        before = self.creations.get(key)
        value = await self.load(key)
        if value is not None:
            self.values[key] = value, now() + self.ttl
        elif self.creations.get(key) == before:
            self._remember_absent(key)
        return value

    def created(self, key):
        """The key exists from now on: an absence must not outlive this moment."""
        self.creations[key] = self.creations.get(key, 0) + 1
        self.absent.pop(key, None)

    def _remember_absent(self, key):
        self.absent.pop(key, None)
        self.absent[key] = now() + self.absent_ttl
