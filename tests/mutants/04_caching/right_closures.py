"""A right answer of another shape: closures, a condition, timers that end things by themselves."""


# %% part-1
def SingleFlight(load):
    flights, changed = {}, asyncio.Condition()

    async def fly(key, flight):
        try:
            flight["value"] = await load(key)
        except Exception as error:
            flight["error"] = error
        async with changed:
            del flights[key]
            changed.notify_all()

    async def call(key):
        flight = flights.get(key)
        if flight is None:
            flight = flights[key] = {}
            flight["task"] = asyncio.ensure_future(fly(key, flight))
        async with changed:
            await changed.wait_for(lambda: "value" in flight or "error" in flight)
        if "error" in flight:
            raise flight["error"].with_traceback(None)
        return flight["value"]

    class Callable:
        __call__ = staticmethod(call)

    return Callable()


# %% part-2
class EarlyCache:
    __slots__ = ("get",)

    def __init__(self, load, ttl, rng, beta=1.0):
        entries, clock = {}, lambda: asyncio.get_running_loop().time()

        def u():
            while not (drawn := rng.random()):
                pass
            return drawn

        async def renew(key):
            begun = clock()
            value = await load(key)
            ended = clock()
            entries[key] = lambda: (value, ended + ttl - clock(), ended - begun)
            return value

        async def get(key):
            value, left, took = entries.get(key, lambda: (None, 0.0, 0.0))()
            if left > 0 > log(u()) * took * beta + left - 1e-12:
                ends = clock() + left
                try:
                    return await renew(key)
                except ServiceError:
                    if clock() < ends:
                        return value
                    raise
            return value if left > 0 else await renew(key)

        self.get = get


# %% part-3
class NegativeCache:
    NOTHING = object()

    def __init__(self, load, ttl, absent_ttl, most=1000):
        self._load, self._ttl, self._absent_ttl, self._most = load, ttl, absent_ttl, most
        self._values, self._absent, self._on_their_way = {}, {}, []

    async def get(self, key):
        for kept in (self._values, self._absent):
            if key in kept:
                return kept[key][0]
        mine = [key, True]  # the second says whether an absence may be kept
        self._on_their_way.append(mine)
        try:
            value = await self._load(key)
        finally:
            self._on_their_way = [other for other in self._on_their_way if other is not mine]
        if value is not None:
            self._keep(self._values, key, value, self._ttl)
            self._forget(self._absent, key)
        elif mine[1]:
            self._keep(self._absent, key, None, self._absent_ttl)
            while len(self._absent) > self._most:
                self._forget(self._absent, next(iter(self._absent)))
        return value

    def _keep(self, kept, key, value, seconds):
        self._forget(kept, key)
        kept[key] = value, asyncio.get_running_loop().call_later(seconds, self._forget, kept, key)

    def _forget(self, kept, key):
        if key in kept:
            kept.pop(key)[1].cancel()

    def created(self, key):
        self._forget(self._absent, key)
        for other in self._on_their_way:
            other[1] = other[1] and other[0] != key


# %% part-4
class LeasedCache:
    """Timers end what has a time."""

    def __init__(self, ttl, patience):
        self.ttl, self.patience, self.tokens = ttl, patience, iter(range(10**9, 0, -3))
        self.slots = {}

    def put(self, key, seconds, *slot):
        self.invalidate(key)
        self.slots[key] = (*slot, asyncio.get_running_loop().call_later(seconds, self.slots.pop, key, None))

    def get(self, key):
        if key not in self.slots:
            self.put(key, self.patience, "wait", next(self.tokens))
            return "fill", self.slots[key][1]
        kind, what, _ = self.slots[key]
        return kind, what if kind == "hit" else None

    def fill(self, key, value, token):
        if self.slots.get(key, ())[:2] != ("wait", token):
            return False
        self.put(key, self.ttl, "hit", value)
        return True

    def invalidate(self, key):
        if key in self.slots:
            self.slots.pop(key)[2].cancel()
