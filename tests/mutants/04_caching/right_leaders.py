"""A right answer of another shape: leaders who load themselves, heirs who take over, times instead of flags."""


# %% part-1
class SingleFlight:
    def __init__(self, load):
        self.load, self.waiting = load, {}

    async def __call__(self, key):
        while key in self.waiting:
            heard = await self.wait(key)
            if heard is not None:
                ok, result = heard
                if not ok:
                    raise result
                return result
        self.waiting[key] = []
        outcome = None
        try:
            value = await self.load(key)
            outcome = True, value
            return value
        except Exception as error:
            outcome = False, error
            raise
        finally:
            for other in self.waiting.pop(key):
                if not other.done():
                    other.set_result(outcome)

    async def wait(self, key):
        mine = asyncio.get_running_loop().create_future()
        self.waiting[key].append(mine)
        return await mine


# %% part-2
class EarlyCache:
    def __init__(self, load, ttl, rng, beta=1.0):
        self.load, self.ttl, self.rng, self.beta, self.kept = load, ttl, rng, beta, {}

    async def get(self, key):
        old = self.kept.get(key)
        left = old["ends"] - now() if old else 0
        if left > 0 and self.rng.expovariate(1 / (old["took"] * self.beta)) < left:
            return old["value"]
        begun = now()
        try:
            value = await self.load(key)
        except ServiceError:
            if old and now() < old["ends"]:
                return old["value"]
            raise
        self.kept[key] = {"value": value, "ends": now() + self.ttl, "took": now() - begun}
        return value


# %% part-3
class NegativeCache:
    def __init__(self, load, ttl, absent_ttl, most=1000):
        self.load, self.lives, self.most = load, (ttl, absent_ttl), most
        self.known, self.order, self.under_way = {}, [], {}

    async def get(self, key):
        if key in self.known and now() < self.known[key][1]:
            return self.known[key][0]
        ask = object()
        self.under_way.setdefault(key, set()).add(ask)
        try:
            value = await self.load(key)
            if value is not None or ask in self.under_way[key]:
                self.keep(key, value)
        finally:
            self.under_way[key].discard(ask)
        return value

    def keep(self, key, value):
        if key in self.order:
            self.order.remove(key)
        self.known[key] = value, now() + self.lives[value is None]
        if value is None:
            self.order.append(key)
            if len(self.order) > self.most:
                del self.known[self.order.pop(0)]

    def created(self, key):
        self.under_way.get(key, set()).clear()
        if key in self.order:
            self.order.remove(key)
            del self.known[key]


# %% part-4
class LeasedCache:
    def __init__(self, ttl, patience):
        self.ttl, self.patience, self.log = ttl, patience, []

    def last(self, key):
        return next((entry for entry in reversed(self.log) if entry[1] == key), ("gone", key, None, 0))

    def get(self, key):
        kind, _, what, ends = self.last(key)
        if now() < ends and kind == "value":
            return ["hit", what]
        if now() < ends and kind == "lease":
            return ["wait", None]
        token = len(self.log) + 100
        self.log.append(("lease", key, token, now() + self.patience))
        return ["fill", token]

    def fill(self, key, value, token):
        kind, _, what, ends = self.last(key)
        good = kind == "lease" and what == token and now() < ends
        if good:
            self.log.append(("value", key, value, now() + self.ttl))
        return good

    def invalidate(self, key):
        self.log.append(("gone", key, None, 0))
