"""A right answer of another shape: a list of records, numbers for all that happens, a journal; its first token is 0."""

# %% part-1
class SingleFlight:
    """Closures over a table of tasks, and `asyncio.wait`, which never cancels what it waits for."""

    def __init__(self, load):
        flights = {}

        def landed(key, task):
            if flights.get(key) is task:
                del flights[key]
            if not task.cancelled():
                task.exception()

        async def fly(key):
            return await load(key)

        async def flight(key):
            task = flights.get(key)
            if task is None or task.done():
                task = flights[key] = asyncio.ensure_future(fly(key))
                task.add_done_callback(lambda task: landed(key, task))
            await asyncio.wait([task])
            return task.result()

        self.flight = flight

    def __call__(self, key):
        return self.flight(key)


# %% part-2
class EarlyCache:
    """A short list of records, the newest last, searched from the end."""

    def __init__(self, load, ttl, rng, beta=1.0):
        self.load, self.ttl, self.rng, self.beta, self.records = load, ttl, rng, beta, []

    def find(self, key):
        self.records = [record for record in self.records if record["end"] > now()]
        for record in reversed(self.records):
            if record["key"] == key:
                return record

    async def get(self, key):
        old = self.find(key)
        if old is not None:
            u = self.rng.random() or 1.0
            if old["end"] - now() > old["delta"] * self.beta * -log(u):
                return old["value"]
        start, failure = now(), None
        try:
            new = await self.load(key)
        except ServiceError as error:
            failure = error
        if failure is None:
            self.records.append({"key": key, "value": new, "end": now() + self.ttl, "delta": now() - start})
            return new
        if old is None or old["end"] <= now():
            raise failure
        return old["value"]


# %% part-3
from itertools import count


class NegativeCache:
    """Everything that happens gets a number: starts of loads, and births."""

    def __init__(self, load, ttl, absent_ttl, most=1000):
        clock, births, values, nothing = count(), {}, {}, []

        def drop(key):
            nothing[:] = [pair for pair in nothing if pair[0] != key]

        def keep(key, value):
            loop = asyncio.get_running_loop()
            drop(key)
            values.pop(key, None)
            if value is None:
                pair = (key, now() + absent_ttl)
                nothing.append(pair)
                loop.call_later(absent_ttl, lambda: pair in nothing and nothing.remove(pair))
                del nothing[: max(0, len(nothing) - most)]
            else:
                values[key] = (value, now() + ttl)

        async def get(key):
            if key in values and now() < values[key][1]:
                return values[key][0]
            for absent, until in nothing:
                if absent == key and now() < until:
                    return None
            began = next(clock)
            value = await load(key)
            if value is not None or births.get(key, -1) < began:
                keep(key, value)
            return value

        def created(key):
            births[key] = next(clock)
            drop(key)

        self._get, self._created = get, created

    async def get(self, key):
        return await self._get(key=key)

    def created(self, key):
        self._created(key=key)


# %% part-4
class LeasedCache:
    """A journal: what happened last to a key says how things stand. The first token is 0."""

    def __init__(self, ttl, patience):
        self.ttl, self.patience, self.journal, self.tokens = ttl, patience, [], []

    def _last(self, key):
        for what, whose, thing, until in reversed(self.journal):
            if whose == key:
                return (what, thing) if until > now() else ("nothing", None)
        return "nothing", None

    def get(self, key):
        what, thing = self._last(key)
        if what == "value":
            return ("hit", thing)
        if what == "lease":
            return ("wait", None)
        token = len(self.tokens)
        self.tokens.append(key)
        self.journal.append(("lease", key, token, now() + self.patience))
        return ("fill", token)

    def fill(self, key, value, token):
        if self._last(key) != ("lease", token):
            return False
        self.journal.append(("value", key, value, now() + self.ttl))
        return True

    def invalidate(self, key):
        self.journal.append(("nothing", key, None, float("inf")))
