"""A right answer of another shape: generators, a dict that is the book, and writes that go to both stores."""

# %% part-1
from bisect import bisect_left
from itertools import chain, islice


class Name(str):
    """A str of our own."""


def once(walk, kind=lambda name: name):
    seen = set()
    for name in walk:
        if kind(name) not in seen:
            seen.add(kind(name))
            yield name


class Ring:
    def __init__(self, nodes, points=64):
        self.places = []
        self.given = nodes
        for name, pair in nodes.items():
            self.places.extend((fingerprint(f"{name}/{i}"), Name(name)) for i in range(round(points * pair[0]) or 1))
        self.places.sort()

    @property
    def nodes(self):
        return dict(self.given)

    def walk(self, key):
        start = bisect_left(self.places, (fingerprint(key), ""))
        return once(self.places[(start + step) % len(self.places)][1] for step in range(len(self.places)))

    def owners(self, key, count=1):
        far = once(self.walk(key), kind=lambda name: self.given[name][1])
        return list(islice(once(chain(far, self.walk(key))), count))


# %% part-2
class Bounded(dict):
    """The book itself: key to node."""

    def __init__(self, ring, slack=0.25):
        super().__init__()
        self.ring = ring
        self.share = {
            name: (1 + slack) * weight / sum(w for w, _ in ring.nodes.values())
            for name, (weight, _) in ring.nodes.items()
        }

    def room(self, name, count):
        return ceil(round(self.share[name] * count, 9)) - list(self.values()).count(name)

    def first(self, key, count):
        names = self.ring.owners(key, len(self.share))
        return next(name for name in names if self.room(name, count) > 0)

    def add(self, key):
        if key not in self:
            self[key] = self.first(key, len(self) + 1)
        return self[key]

    node = dict.get

    def loads(self):
        found = defaultdict(int, dict.fromkeys(self.share, 0))
        for name in self.values():
            found[name] += 1
        return found

    def remove(self, key):
        moved = []
        if key in self:
            del self[key]
            for other, name in sorted(self.items(), key=lambda pair: repr(pair)):
                if self.room(name, len(self)) < 0:
                    count = len(self)
                    del self[other]
                    self[other] = self.first(other, count)
                    moved.append(other)
        return moved


# %% part-3
class Move:
    """A write goes to the source, and during the move to the target too: then its key has switched."""

    phase = "before"

    def __init__(self, source, target):
        self.stores, self.gone, self.queues, self.sent, self.heard = (source, target), set(), {}, 0, 0

    async def get(self, key):
        async with self.turn(key):
            return await self.stores[self.phase == "after" or key in self.gone].get(key)

    async def put(self, key, value):
        await self.everywhere(key, "put", key, value)

    async def delete(self, key):
        await self.everywhere(key, "delete", key)

    def turn(self, key):
        return self.queues.setdefault(key, asyncio.Semaphore(1))

    async def everywhere(self, key, verb, *what):
        async with self.turn(key):
            if self.phase != "after" and key not in self.gone:
                self.sent += 1
                try:
                    await getattr(self.stores[0], verb)(*what)
                finally:
                    self.heard += 1
            if self.phase != "before":
                await getattr(self.stores[1], verb)(*what)
                self.gone.add(key)

    async def run(self):
        self.phase = "during"
        while self.phase == "during":
            heard = self.heard
            try:
                keys = await self.stores[0].keys()
                [await self.one(key) for key in keys]
            except ServiceError:
                await asyncio.sleep(0.1)
            else:
                if not keys and heard == self.sent:
                    self.phase = "after"

    async def one(self, key):
        async with self.turn(key):
            if key not in self.gone and (value := await self.stores[0].get(key)) is not None:
                await self.stores[1].put(key, value)
            elif key not in self.gone:
                await self.stores[1].delete(key)
            self.gone.add(key)
            await self.stores[0].delete(key)
