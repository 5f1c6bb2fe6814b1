"""A right answer of another shape: lists drawn up beforehand, a ledger, writes that stay home until the switch."""


# %% part-1
class Ring:
    def __init__(self, nodes, points=64):
        self.nodes = nodes
        places = {}
        for name in sorted(nodes):
            for i in range(max(1, round(points * nodes[name][0]))):
                places[fingerprint(f"{name}/{i}")] = name
        self.places = sorted(places)
        row = [places[place] for place in self.places]
        self.lists = [self.preference(row[i:] + row[:i]) for i in range(len(row))]

    def preference(self, walk):
        rest, zones, chosen = list(dict.fromkeys(walk)), set(), []
        for name in rest:
            if self.nodes[name][1] not in zones:
                zones.add(self.nodes[name][1])
                chosen.append(name)
        return chosen + [name for name in rest if name not in chosen]

    def owners(self, key, count=1):
        return self.lists[bisect(self.places, fingerprint(key)) % len(self.places)][:count]


# %% part-2
class Bounded:
    def __init__(self, ring, slack=0.25):
        self.ring, self.slack, self.ledger = ring, slack, {}

    def limit(self, name, count):
        weights = {one: weight for one, (weight, _) in self.ring.nodes.items()}
        return ceil(round((1 + self.slack) * count * weights[name] / sum(weights.values()), 9))

    def room(self, key, count):
        loads = self.loads()
        order = self.ring.owners(key, len(loads))
        return next(name for name in order if loads[name] + 1 <= self.limit(name, count))

    def add(self, key):
        if key not in self.ledger:
            self.ledger[key] = self.room(key, len(self.ledger) + 1)
        return self.ledger[key]

    def node(self, key):
        return self.ledger.get(key)

    def loads(self):
        counts = Counter(self.ledger.values())
        return {name: counts[name] for name in self.ring.nodes}

    def remove(self, key):
        if self.ledger.pop(key, None) is None:
            return []
        count, moved = len(self.ledger), []
        for name, load in self.loads().items():
            there = [one for one, home in self.ledger.items() if home == name]
            moved += there[: max(0, load - self.limit(name, count))]
        for one in moved:
            self.ledger[one] = None
        for one in moved:
            self.ledger[one] = self.room(one, count)
        return moved


# %% part-3
class Move:
    """Writes go where the key lives: to the source until its own switch."""

    def __init__(self, source, target):
        self.source, self.target = source, target
        self.turns, self.touched, self.left = {}, set(), None

    def turn(self, key):
        return self.turns.setdefault(key, asyncio.Lock())

    def home(self, key):
        return self.source if self.left is None or key in self.left else self.target

    async def get(self, key):
        while True:
            home = self.home(key)
            value = await home.get(key)
            if home is self.home(key):
                return value

    async def put(self, key, value):
        await self.send("put", key, value)

    async def delete(self, key):
        await self.send("delete", key)

    async def send(self, verb, key, *value):
        async with self.turn(key):
            self.touched.add(key)
            await getattr(self.home(key), verb)(key, *value)

    async def run(self):
        listed = await self.surely(self.source.keys)
        self.left = {*listed, *self.touched}
        while self.left:
            for key in sorted(self.left):
                try:
                    await self.carry(key)
                except ServiceError:
                    await asyncio.sleep(0.1)
        while garbage := await self.surely(self.source.keys):
            for key in garbage:
                await self.surely(lambda key=key: self.source.delete(key))

    async def surely(self, call):
        while True:
            try:
                return await call()
            except ServiceError:
                await asyncio.sleep(0.1)

    async def carry(self, key):
        async with self.turn(key):
            value = await self.source.get(key)
            await (self.target.delete(key) if value is None else self.target.put(key, value))
            self.left.discard(key)
