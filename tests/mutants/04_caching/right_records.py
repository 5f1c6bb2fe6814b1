"""A right answer of another shape: records with slots, events, a count of those who wait, heaps, eager clean-up."""

# %% part-1
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Flight:
    landed: asyncio.Event = field(default_factory=asyncio.Event)
    outcome: list = field(default_factory=list)
    waiting: int = 0
    task: object = None

    async def fly(self, load, key, forget):
        try:
            self.outcome[:] = "value", await load(key)
        except Exception as error:
            self.outcome[:] = "error", error
        finally:
            forget(self)
            self.landed.set()


class SingleFlight(dict):
    def __init__(self, load):
        super().__init__()
        self.load = load

    def __missing__(self, key):
        flight = self[key] = Flight()
        flight.task = asyncio.create_task(flight.fly(self.load, key, lambda it: self.forget(key, it)))
        return flight

    def forget(self, key, flight):
        if self.get(key) is flight:
            del self[key]

    async def __call__(self, key):
        flight = self[key]
        flight.waiting += 1
        try:
            await flight.landed.wait()
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.landed.is_set():
                self.forget(key, flight)
                flight.task.cancel()
        kind, found = flight.outcome
        if kind == "error":
            raise found
        return found


# %% part-2
from collections import deque, namedtuple
from math import exp

Entry = namedtuple("Entry", "value ends took")


class Timed:
    """Keeps the latest entry of each key, and forgets at once what has ended."""

    def __init__(self):
        self.kept = deque()

    def look(self, key):
        self.kept = deque((other, entry) for other, entry in self.kept if entry.ends > now())
        return next((entry for other, entry in self.kept if other == key), None)

    def keep(self, key, entry):
        self.kept = deque((other, old) for other, old in self.kept if other != key)
        self.kept.appendleft((key, entry))


class EarlyCache(Timed):
    def __init__(self, load, ttl, rng, beta=1.0, *, extra=None):
        super().__init__()
        self.load, self.ttl, self.rng, self.beta, self.extra = load, ttl, rng, beta, extra

    async def get(self, key):
        drawn = self.rng.uniform(0.0, 1.0)  # also when nobody needs it
        entry = self.look(key)
        if entry and drawn >= exp(-(entry.ends - now()) / (entry.took * self.beta)):
            return entry.value
        begun = now()
        try:
            value = await self.load(key)
        except Exception as error:
            if entry is not None and isinstance(error, ServiceError) and entry.ends - now() > 0:
                return entry.value
            raise error
        self.keep(key, Entry(value, now() + self.ttl, now() - begun))
        return value


# %% part-3
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count


@dataclass(slots=True)
class Known:
    value: object = None
    ends: float = -1.0
    stored: int = 0
    born: int = 0

    @property
    def ghost(self):
        return self.value is None and self.ends > now()


class NegativeCache:
    def __init__(self, load, ttl, absent_ttl, most=1000):
        self.load, self.lives, self.most = load, {False: ttl, True: absent_ttl}, most
        self.known, self.heap, self.clock = {}, [], count(1)

    async def get(self, key):
        known = self.known.setdefault(key, Known())
        if known.ends > now():
            return known.value
        born = known.born
        value = await self.load(key)
        if value is None and born != known.born:
            return None
        known.value, known.ends, known.stored = value, now() + self.lives[value is None], next(self.clock)
        if value is None:
            heappush(self.heap, (known.stored, id(known), known))
            self.make_room()
        return value

    def make_room(self):
        while sum(known.ghost for known in self.known.values()) > self.most:
            stored, _, known = heappop(self.heap)
            if known.ghost and known.stored == stored:
                known.ends = -1.0

    def created(self, key):
        known = self.known.setdefault(key, Known())
        known.born += 1
        if known.ghost:
            known.ends = -1.0


# %% part-4
from dataclasses import dataclass


@dataclass(frozen=True)
class Lease:
    token: int
    until: float

    def __bool__(self):
        return now() < self.until


@dataclass(frozen=True)
class Value:
    what: object
    until: float

    def __bool__(self):
        return now() < self.until


class LeasedCache:
    tokens = count()  # of all caches, from 0 on

    def __init__(self, ttl, patience):
        self.ttl, self.patience, self.slots = ttl, patience, {}

    def get(self, key):
        slot = self.slots.get(key)
        match slot:
            case Value() if slot:
                return ["hit", slot.what]
            case Lease() if slot:
                return ["wait", None]
        self.slots[key] = Lease(next(LeasedCache.tokens), now() + self.patience)
        return ["fill", self.slots[key].token]

    def fill(self, key, value, token):
        slot = self.slots.get(key)
        if isinstance(slot, Lease) and slot and slot.token == token:
            self.slots[key] = Value(value, now() + self.ttl)
            return True
        return False

    def invalidate(self, key):
        self.slots.pop(key, None)
