"""Keys, their values, and until when each lives: an empty collection does not exist, nor does what has outlived itself.

A value is bytes, a deque, a set, a dict or a `Sorted`, and its type is what commands go by.
"""

from random import Random

from systemdesign.distributed_cache.queues import Queues
from systemdesign.distributed_cache.replies import Error

WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"


class Urn:
    """Different things of which one can be drawn by chance: adding, removing and drawing take the same time each."""

    def __init__(self):
        self.items, self._places = [], {}

    def __len__(self):
        return len(self.items)

    def add(self, item):
        """Add what is not there."""
        self._places[item] = len(self.items)
        self.items.append(item)

    def remove(self, item):
        """Remove what is there; the last takes its place."""
        place, last = self._places.pop(item), self.items.pop()
        if place < len(self.items):
            self.items[place] = last
            self._places[last] = place


class Keyspace:
    """All keys at the moment `now`, in seconds. Lives end at whole milliseconds, and a key lives through its last."""

    def __init__(self, chance=None):
        self.now, self.changes, self.expired = 0.0, 0, 0
        self.values, self.ends = {}, {}
        self.names, self.mortal = Urn(), Urn()
        self.watched, self.memory, self.queues = {}, None, Queues()
        self.chance = chance or Random(0)

    def __len__(self):
        return len(self.values)

    @property
    def clock(self):
        """Now, in milliseconds."""
        return round(self.now * 1000)

    def find(self, key):
        """The value of a key, or None. What is dead goes now."""
        if key in self.ends and self.ends[key] < self.clock and self.bury(key):
            return None
        value = self.values.get(key)
        if self.memory and value is not None:
            self.memory.seen[key] = self.now
        return value

    def read(self, key, kind):
        """The value of a key if there is one, of that type. Raises Error where it is of another."""
        value = self.find(key)
        if value is not None and type(value) is not kind:
            raise Error(WRONG_TYPE)
        return value

    def open(self, key, kind):
        """The same, or an empty one, which does not exist until it is kept."""
        value = self.read(key, kind)
        return kind() if value is None else value

    def keep(self, key, value):
        """The key has this value from now on, new or changed; its life goes on. An empty collection is removed."""
        if not value and type(value) is not bytes:
            return self.drop(key)
        if key not in self.values:
            self.names.add(key)
        self.values[key] = value
        self.touch(key)
        if self.queues.waiting:
            self.queues.call(key)

    def drop(self, key):
        """Remove a key, whether it was there."""
        if key not in self.values:
            return False
        del self.values[key]
        self.names.remove(key)
        self.release(key)
        self.touch(key)
        return True

    def touch(self, key):
        """Note that a key has changed."""
        self.changes += 1
        if self.watched:
            for session in self.watched.get(key, ()):
                session.spoilt = True
        if self.memory:
            self.memory.weigh(key)

    def limit(self, key, end):
        """Let a key live until `end`, in milliseconds."""
        if key not in self.ends:
            self.mortal.add(key)
        self.ends[key] = end
        self.changes += 1
        if self.memory:
            self.memory.mark(key, end)

    def release(self, key):
        """Let a key live for ever, whether it had an end."""
        if key not in self.ends:
            return False
        del self.ends[key]
        self.mortal.remove(key)
        self.changes += 1
        return True

    def bury(self, key):
        """Remove a key whose time is over. Returns whether it is gone for who asks."""
        changes = self.changes
        self.drop(key)
        self.changes, self.expired = changes, self.expired + 1
        return True

    def clear(self):
        """Remove everything."""
        for key in list(self.values):
            self.drop(key)
