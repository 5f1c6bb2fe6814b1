"""A right answer of another shape: plain loops, and a note for each key of who is at it."""


# %% part-1
class Ring:
    def __init__(self, nodes, points=64):
        self.nodes, self.who = dict(nodes), {}
        for name, (weight, _) in nodes.items():
            for i in range(int(points * weight + 0.5) or 1):
                self.who[fingerprint(name + "/" + str(i))] = name

    def owners(self, key, count=1):
        here = fingerprint(key)
        met = []
        for place in sorted(self.who, key=lambda place: (place <= here, place)):
            if self.who[place] not in met:
                met.append(self.who[place])
        zones = [self.nodes[name][1] for name in met]
        first = [name for i, name in enumerate(met) if zones.index(zones[i]) == i]
        return (first + [name for name in met if name not in first])[:count]


# %% part-2
class Bounded:
    def __init__(self, ring, slack=0.25):
        self.ring, self.slack = ring, slack
        self.homes, self.counts, self.orders = {}, dict.fromkeys(ring.nodes, 0), {}

    def over(self, name, more, count):
        whole = sum(weight for weight, _ in self.ring.nodes.values())
        return self.counts[name] + more - 1 + 1e-9 > (1 + self.slack) * count * self.ring.nodes[name][0] / whole

    def put(self, key, count):
        if key not in self.orders:
            self.orders[key] = self.ring.owners(key, len(self.counts))
        for name in self.orders[key]:
            if not self.over(name, 1, count):
                self.homes[key] = name
                self.counts[name] += 1
                return name

    def add(self, key):
        return self.homes[key] if key in self.homes else self.put(key, len(self.homes) + 1)

    def node(self, key):
        return self.homes.get(key)

    def loads(self):
        return dict(self.counts)

    def remove(self, key):
        moved = []
        if key in self.homes:
            self.counts[self.homes.pop(key)] -= 1
            count = len(self.homes)
            for other, name in list(self.homes.items()):
                if self.over(name, 0, count):
                    self.counts[name] -= 1
                    moved.append(other)
            for other in moved:
                self.put(other, count)
        return moved


# %% part-3
class Move:
    def __init__(self, source, target):
        self.source, self.target = source, target
        self.state, self.at_it, self.sent = "before", {}, set()

    async def alone(self, key, what):
        """Do `what` when nobody else is at this key."""
        while key in self.at_it:
            await self.at_it[key].wait()
        self.at_it[key] = asyncio.Event()
        try:
            return await what()
        finally:
            self.at_it.pop(key).set()

    def lives_there(self, key):
        return self.state == "after" or key in self.sent

    async def get(self, key):
        return await self.alone(key, lambda: (self.target if self.lives_there(key) else self.source).get(key))

    async def put(self, key, value):
        return await self.alone(key, lambda: self.write(key, "put", key, value))

    async def delete(self, key):
        return await self.alone(key, lambda: self.write(key, "delete", key))

    async def write(self, key, verb, *what):
        if self.state == "before":
            return await getattr(self.source, verb)(*what)
        await getattr(self.target, verb)(*what)
        self.sent.add(key)

    async def run(self):
        waiting = list(self.at_it.values())  # also those whose writes still go to the source
        self.state = "during"
        for event in waiting:
            await event.wait()
        while self.state == "during":
            try:
                keys = await self.source.keys()
                for key in keys:
                    await self.alone(key, lambda key=key: self.one(key))
                self.state = "during" if keys else "after"
            except ServiceError:
                await asyncio.sleep(0.1)

    async def one(self, key):
        if key not in self.sent:
            value = await self.source.get(key)
            if value is not None:
                await self.target.put(key, value)
            self.sent.add(key)
        await self.source.delete(key)
