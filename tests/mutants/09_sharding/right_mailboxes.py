"""A right answer of another shape: distances round the circle, exact fractions, a mailbox for each key, all at once."""

# %% part-1
from dataclasses import dataclass


@dataclass
class Ring:
    nodes: dict
    points: int = 64

    def __post_init__(self):
        self.places = {}
        for name in self.nodes:
            for i in range(1, 1 + max(1, int(self.points * self.nodes[name][0] + 0.5))):
                self.places[fingerprint(f"{name}/{i}")] = name

    def owners(self, key, count=1):
        here, nearest = fingerprint(key), {}
        for place, name in self.places.items():
            nearest[name] = min(nearest.get(name, 2**64), (place - here) % 2**64)
        order, seen = sorted(nearest, key=nearest.get), Counter()
        rank = {}
        for name in order:
            zone = self.nodes[name][1]
            rank[name] = min(seen[zone], 1)
            seen[zone] += 1
        return sorted(order, key=rank.get)[:count]


# %% part-2
from fractions import Fraction
from math import floor


class Loads(Counter):
    """A dict of another kind."""


class Bounded:
    __slots__ = ("factor", "places", "ring")

    def __init__(self, ring, slack=0.25):
        self.ring, self.factor, self.places = ring, 1 + Fraction(str(slack)), []

    def loads(self):
        found = Loads(dict.fromkeys(self.ring.nodes, 0))
        found.update(name for _, name in self.places)
        return found

    def full(self, name, count, load):
        weights = [Fraction(str(weight)) for weight, _ in self.ring.nodes.values()]
        most = self.factor * count * Fraction(str(self.ring.nodes[name][0])) / sum(weights)
        return load > -floor(-most)

    def node(self, key):
        return dict(self.places).get(key)

    def place(self, key, count):
        loads = self.loads()
        for name in self.ring.owners(key=key, count=len(self.ring.nodes)):
            if not self.full(name, count, loads[name] + 1):
                self.places.append((key, name))
                return name

    def add(self, key):
        if key in dict(self.places):
            return self.node(key)
        return self.place(key, count=len(self.places) + 1)

    def remove(self, key):
        """One at a time, the oldest first."""
        left = [pair for pair in self.places if pair[0] != key]
        if left == self.places:
            return []
        self.places, count, moved = left, len(left), []
        while over := [name for name, load in self.loads().items() if self.full(name, count, load)]:
            pair = next(pair for pair in self.places if pair[1] == over[-1])
            self.places.remove(pair)
            self.place(pair[0], count)
            moved.insert(0, pair[0])
        return moved


# %% part-3
from functools import partial


class Mailbox:
    """Does one thing after the other for a key."""

    def __init__(self):
        self.letters, self.moved = asyncio.Queue(), False
        self.clerk = asyncio.ensure_future(self.work())

    async def work(self):
        while True:
            answer, job = await self.letters.get()
            try:
                value = await job(self)
                answer.cancelled() or answer.set_result(value)
            except ServiceError as error:
                answer.cancelled() or answer.set_exception(error)

    async def ask(self, job):
        answer = asyncio.get_running_loop().create_future()
        self.letters.put_nowait((answer, job))
        return await answer


class Move:
    def __init__(self, source, target):
        self.source, self.target, self.boxes = source, target, {}
        self.begun, self.over, self.under_way, self.quiet = False, False, 0, asyncio.Condition()

    def box(self, key):
        if key not in self.boxes:
            self.boxes[key] = Mailbox()
        return self.boxes[key]

    async def get(self, key):
        return await self.box(key).ask(lambda box: (self.target if box.moved or self.over else self.source).get(key))

    async def put(self, key, value):
        await self.box(key).ask(lambda box: self.write(box, lambda store: store.put(key, value)))

    async def delete(self, key):
        await self.box(key).ask(lambda box: self.write(box, lambda store: store.delete(key)))

    async def write(self, box, send):
        if self.begun:
            await send(self.target)
            box.moved = True
            return
        self.under_way += 1
        try:
            await send(self.source)
        finally:
            async with self.quiet:
                self.under_way -= 1
                self.quiet.notify_all()

    async def run(self):
        self.begun = True
        async with self.quiet:
            await self.quiet.wait_for(lambda: self.under_way == 0)
        while keys := await self.stubborn(self.source.keys):
            async with asyncio.TaskGroup() as group:
                for key in keys:
                    group.create_task(self.stubborn(lambda key=key: self.box(key).ask(partial(self.carry, key))))
        self.over = True

    async def stubborn(self, attempt):
        while True:
            try:
                return await attempt()
            except (Unavailable, Lost):
                await asyncio.sleep(0.1)

    async def carry(self, key, box):
        if not box.moved:
            value = await self.source.get(key)
            if value is not None:
                await self.target.put(key, value)
            box.moved = True
        await self.source.delete(key)
