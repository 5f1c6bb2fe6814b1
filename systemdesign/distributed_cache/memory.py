"""Room for so many bytes: what is counted, and who goes when it is full.

The policies are Redis's names (documentation, "Key eviction"); what they choose from is a sample, drawn by chance.
"""

from heapq import heapify, heappop, heappush
from itertools import islice

from systemdesign.distributed_cache.replies import Error

EACH, SAMPLE = 56, 5
"""Bytes that a key costs beside its name and its value; how many keys are drawn before one of them goes."""
OOM = "OOM command not allowed when used memory > 'maxmemory'."


class Memory:
    """Counts the bytes of a keyspace, and makes room in it.

    `seen` is when each key was last asked for. What is dead goes before anything that lives; `ends` is a heap of them.
    """

    def __init__(self, engine, limit, policy="allkeys-lru"):
        self.engine, self.limit, self.policy, self.evicted = engine, limit, policy, 0
        self.used, self.seen, self._sizes, self._ends = 0, {}, {}, []
        for key in engine.values:
            self.weigh(key)
        for key, end in engine.ends.items():
            self.mark(key, end)

    def weigh(self, key):
        """Count a key that is new, changed or gone."""
        self.used -= self._sizes.pop(key, 0)
        value = self.engine.values.get(key)
        if value is None:
            self.seen.pop(key, None)
        else:
            self._sizes[key] = size(key, value)
            self.used += self._sizes[key]
            self.seen[key] = self.engine.now

    def mark(self, key, end):
        """Remember when a life ends."""
        heappush(self._ends, (end, key))
        if len(self._ends) > 2 * len(self.engine.ends) + 64:  # most are of lives that have changed since
            self._ends = [(end, key) for key, end in self.engine.ends.items()]
            heapify(self._ends)

    def make_room(self):
        """Let keys go until the limit holds: the dead first. Raises Error where nothing may go."""
        while self.used > self.limit:
            if not self._bury():
                self.engine.evict(self._chosen())
                self.evicted += 1

    def _bury(self):
        """Remove a key that is dead, if one is."""
        while self._ends and self._ends[0][0] < self.engine.clock:
            end, key = heappop(self._ends)
            if self.engine.ends.get(key) == end:
                return self.engine.bury(key)
        return False

    def _chosen(self):
        """The key that goes: of a few drawn by chance, the one not asked for longest, or whose life ends first."""
        urn = self.engine.names if self.policy.startswith("allkeys") else self.engine.mortal
        if self.policy == "noeviction" or not urn.items:
            raise Error(OOM)
        keys = self.engine.chance.choices(urn.items, k=1 if self.policy.endswith("random") else SAMPLE)
        rank = self.engine.ends if self.policy.endswith("ttl") else self.seen
        return min(keys, key=rank.__getitem__)


POLICIES = ("noeviction", "allkeys-lru", "allkeys-random", "volatile-lru", "volatile-random", "volatile-ttl")


def size(key, value):
    """The bytes that a key takes by our rule: 56, its name, and its value.

    Of a collection, five members tell for all: it counts as many times their average, and 16 for each.
    """
    if type(value) is bytes:
        return EACH + len(key) + len(value)
    some = list(islice(value.items() if isinstance(value, dict) else value, SAMPLE))
    bytes_of_some = sum(map(_long, some))
    return EACH + len(key) + len(value) * 16 + round(bytes_of_some * len(value) / len(some))


def _long(member):
    """The length of a member, or of a field with its value, or of a member with its score."""
    if isinstance(member, tuple):
        return len(member[0]) + (8 if isinstance(member[1], float) else len(member[1]))
    return len(member)
