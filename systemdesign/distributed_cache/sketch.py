"""A first server, as the guide's list suggests it: a dictionary behind get and set, and an end for each key."""

from math import inf


class DistributedCache:
    """Data structures in a dict, and expiry when a key is read. Persistence, replicas, eviction: to do."""

    def __init__(self):
        self.data, self.ends = {}, {}

    def set(self, key, value, now=0.0, life=inf):
        self.data[key], self.ends[key] = value, now + life
        return "OK"

    def get(self, key, now=0.0):
        if self.ends.get(key, inf) <= now:
            del self.data[key], self.ends[key]
        return self.data.get(key)

    def lpush(self, key, value):
        self.data.setdefault(key, []).insert(0, value)
        return len(self.data[key])

    def lpop(self, key):
        return self.data[key].pop(0)

    def exists(self, key):
        return int(key in self.data)
