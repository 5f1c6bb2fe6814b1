"""Which key leaves a full cache: one interface, five answers."""

from collections import OrderedDict
from heapq import heappop, heappush

from systemdesign.kernel.streams import stream


class FIFO:
    """A store of at most `capacity` keys, from which the key that came first goes first.

    What all stores share: `get`, `put` and `remove`. The others say otherwise which key goes.
    """

    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(f"a store needs room for at least 1 key, not {capacity}")
        self.capacity = capacity
        self.entries = OrderedDict()

    def get(self, key, default=None):
        """The key's value, or `default` where it is not stored."""
        return self.entries.get(key, default)

    def put(self, key, value):
        """Store the value, and let another key go if that is one too many."""
        if key not in self.entries and len(self.entries) == self.capacity:
            self.remove(self.victim())
        self.entries[key] = value

    def remove(self, key):
        """Forget the key, if it is there."""
        self.entries.pop(key, None)

    def victim(self):
        """The key to let go."""
        return next(iter(self.entries))

    def __len__(self):
        return len(self.entries)


class LRU(FIFO):
    """The key that was used longest ago goes first: every use sends a key to the end of the line."""

    def get(self, key, default=None):
        try:
            self.entries.move_to_end(key)
        except KeyError:
            return default
        return self.entries[key]

    def put(self, key, value):
        super().put(key, value)
        self.entries.move_to_end(key)


class Random(FIFO):
    """Any key, each as likely as another. The keys stand in a list too, to be drawn from."""

    def __init__(self, capacity, rng):
        super().__init__(capacity)
        self.rng, self.keys, self.places = rng, [], {}

    def put(self, key, value):
        super().put(key, value)
        if key not in self.places:
            self.places[key] = len(self.keys)
            self.keys.append(key)

    def remove(self, key):
        super().remove(key)
        place = self.places.pop(key, None)
        if place is not None:
            last = self.keys.pop()
            if place < len(self.keys):
                self.keys[place], self.places[last] = last, place

    def victim(self):
        return self.keys[int(self.rng.random() * len(self.keys))]


class SampledLRU(Random):
    """Of `samples` keys drawn at random, the one used longest ago: what Redis and Valkey do, with 5.

    Redis documentation, Key eviction, "Approximated LRU algorithm". (They also remember good candidates
    from one eviction to the next; this doesn't.)
    """

    def __init__(self, capacity, rng, samples=5):
        super().__init__(capacity, rng)
        self.samples, self.clock, self.used = samples, 0, {}

    def get(self, key, default=None):
        if key not in self.entries:
            return default
        self.clock += 1
        self.used[key] = self.clock
        return self.entries[key]

    def put(self, key, value):
        super().put(key, value)
        self.clock += 1
        self.used[key] = self.clock

    def remove(self, key):
        super().remove(key)
        self.used.pop(key, None)

    def victim(self):
        return min(self.rng.choices(self.keys, k=self.samples), key=self.used.__getitem__)


class LFU(FIFO):
    """The key that was used least often goes first; of several, the one whose last use is longest ago.

    Counts outlive the keys ("perfect" LFU): one that comes back is not a newcomer. The heap may lag behind the
    counts, which only grow: what is at its top is put right when it gets there.
    """

    def __init__(self, capacity):
        super().__init__(capacity)
        self.uses, self.clock, self.heap = {}, 0, []

    def get(self, key, default=None):
        if key not in self.entries:
            return default
        self._use(key)
        return self.entries[key]

    def put(self, key, value):
        new = key not in self.entries
        super().put(key, value)
        if new:
            self._use(key)
            heappush(self.heap, (*self.uses[key], key))

    def victim(self):
        while True:
            count, time, key = heappop(self.heap)
            if key in self.entries:
                if (count, time) == self.uses[key]:
                    return key
                heappush(self.heap, (*self.uses[key], key))

    def _use(self, key):
        self.clock += 1
        self.uses[key] = self.uses.get(key, (0, 0))[0] + 1, self.clock


POLICIES = ("LRU", "FIFO", "RANDOM", "LFU", "sampled LRU")


def store(policy, capacity, seed=None, samples=5):
    """A store by its policy's name, one of POLICIES; `samples` is for the sampled one. Give `seed` outside a run."""
    if policy in ("LRU", "FIFO", "LFU"):
        return {"LRU": LRU, "FIFO": FIFO, "LFU": LFU}[policy](capacity)
    if policy not in POLICIES:
        raise ValueError(f"no eviction policy is called {policy!r}; there are {', '.join(POLICIES)}")
    rng = stream("eviction", seed)
    return Random(capacity, rng) if policy == "RANDOM" else SampledLRU(capacity, rng, samples)


def hits(store, keys):
    """Cache-aside on a trace of keys, each stored when it is missed: for every request, whether it was a hit."""
    get, put = store.get, store.put
    found = bytearray()
    for key in keys:
        hit = get(key, False)
        if not hit:
            put(key, True)
        found.append(hit)
    return found
