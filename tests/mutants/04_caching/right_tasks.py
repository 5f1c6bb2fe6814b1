"""A right answer of another shape: a task for each load, generations instead of pops, one record for each key."""

# %% part-1
class SingleFlight:
    def __init__(self, load):
        self.load, self.tasks = load, {}

    async def __call__(self, key):
        task = self.tasks.get(key)
        if task is None or task.done():
            task = self.tasks[key] = asyncio.create_task(self.outcome(key))
        value, error = await asyncio.shield(task)
        if error:
            raise error
        return value

    async def outcome(self, key):
        try:
            return await self.load(key), None
        except Exception as error:
            return None, error


# %% part-2
class EarlyCache:
    def __init__(self, load, ttl, rng, beta=1.0):
        from math import exp
        self.exp = exp
        self.load, self.ttl, self.rng, self.beta = load, ttl, rng, beta
        self.values, self.until, self.cost = {}, {}, {}

    async def get(self, key):
        left = self.until.get(key, 0) - now()
        if left <= 0:
            return await self.fetch(key)
        if self.rng.random() >= self.exp(-left / (self.beta * self.cost[key])):
            return self.values[key]
        held, until = self.values[key], self.until[key]
        try:
            return await self.fetch(key)
        except ServiceError:
            if now() < until:
                return held
            raise

    async def fetch(self, key):
        begun = now()
        value = await self.load(key)
        self.values[key], self.until[key], self.cost[key] = value, now() + self.ttl, now() - begun
        return value


# %% part-3
class NegativeCache:
    def __init__(self, load, ttl, absent_ttl, most=1000):
        self.load, self.ttl, self.absent_ttl, self.most = load, ttl, absent_ttl, most
        self.present, self.ghosts, self.told = {}, {}, {}

    async def get(self, key):
        for kept in (self.present, self.ghosts):
            if key in kept and kept[key][0] > now():
                return kept[key][1]
        begun = now(), self.told.get(key, [])[:]
        value = await self.load(key)
        if value is None:
            if self.told.get(key, []) == begun[1]:
                self.ghosts.pop(key, None)
                self.ghosts[key] = now() + self.absent_ttl, None
                for oldest in list(self.ghosts)[: max(0, len(self.ghosts) - self.most)]:
                    del self.ghosts[oldest]
        else:
            self.present[key] = now() + self.ttl, value
            self.ghosts.pop(key, None)
        return value

    def created(self, key):
        self.told.setdefault(key, []).append(now())
        self.ghosts.pop(key, None)


# %% part-4
class LeasedCache:
    def __init__(self, ttl, patience):
        self.ttl, self.patience, self.numbers, self.slots = ttl, patience, iter(range(1, 10**9)), {}

    def get(self, key):
        state, what, since = self.slots.get(key, ("empty", None, 0.0))
        if state == "value" and now() - since < self.ttl:
            return "hit", what
        if state == "lease" and now() < since + self.patience:
            return "wait", None
        token = next(self.numbers)
        self.slots[key] = "lease", token, now()
        return "fill", token

    def fill(self, key, value, token):
        state, what, since = self.slots.get(key, ("empty", None, 0.0))
        if state != "lease" or what != token or now() >= since + self.patience:
            return False
        self.slots[key] = "value", value, now()
        return True

    def invalidate(self, key):
        self.slots[key] = "empty", None, 0.0
