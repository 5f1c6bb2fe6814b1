"""A right answer of another shape: two rings that are rolled on, an object for each phase, a number for each use."""

# %% part-1
from collections import deque
from math import floor


class Window:
    """A ring of counters, advanced by hand; numbers by floor of a quotient."""

    __slots__ = ("_k", "_n", "_all", "_bad", "_at")

    def __init__(self, seconds=10.0, buckets=10):
        self._k, self._n = seconds / buckets, buckets
        self.clear()

    def clear(self):
        self._all = deque([0] * self._n, maxlen=self._n)
        self._bad = deque([0] * self._n, maxlen=self._n)
        self._at = floor(now() / self._k)

    def _roll(self):
        here = floor(now() / self._k)
        for _ in range(min(here - self._at, self._n)):
            self._all.append(0)
            self._bad.append(0)
        self._at = here

    def note(self, good):
        self._roll()
        self._all[-1] += 1
        if not good:
            self._bad[-1] += 1

    def calls(self):
        self._roll()
        return sum(self._all)

    def failures(self):
        self._roll()
        return sum(self._bad)


# %% part-2
class _Closed:
    name = "closed"

    def admit(self, breaker):
        return True

    def ended(self, breaker, verdict):
        if verdict is None:
            return
        breaker.window.note(verdict == "good")
        many = breaker.window.calls()
        if many >= breaker.least and breaker.window.failures() / many >= breaker.rate:
            breaker.phase = _Open()


class _Open:
    name = "open"

    def __init__(self):
        self.begin = now()

    def admit(self, breaker):
        if now() - self.begin >= breaker.seconds:
            breaker.phase = _Half()
            return breaker.phase.admit(breaker)
        return False

    def ended(self, breaker, verdict):
        pass


class _Half:
    name = "half-open"

    def __init__(self):
        self.under_way, self.well = 0, 0

    def admit(self, breaker):
        if self.under_way == breaker.probes:
            return False
        self.under_way += 1
        return True

    def ended(self, breaker, verdict):
        self.under_way -= 1
        if verdict == "bad":
            breaker.phase = _Open()
        if verdict == "good":
            self.well += 1
            if self.well == breaker.probes:
                breaker.window.clear()
                breaker.phase = _Closed()


class Breaker:
    def __init__(self, service, window, rate=0.5, least=20, slow=1.0, open=5.0, probes=3):
        self.service, self.window, self.rate, self.least = service, window, rate, least
        self.slow, self.seconds, self.probes = slow, open, probes
        self.phase = _Closed()

    @property
    def state(self):
        return self.phase.name

    async def __call__(self, request):
        if not self.phase.admit(self):
            raise Refused("not now")
        return await _watched(self, self.phase, self.service, request)


async def _watched(breaker, phase, service, request):
    start = asyncio.get_running_loop().time()

    def tell(verdict):
        if breaker.phase is phase:
            phase.ended(breaker, verdict)

    try:
        found = await service(request)
    except BaseException as error:
        if isinstance(error, Refused) or not isinstance(error, Exception):
            tell(None)
        else:
            tell("bad")
        raise
    tell("bad" if asyncio.get_running_loop().time() - start > breaker.slow else "good")
    return found


# %% part-3
class Ramp:
    def __init__(self, breaker, rng, ramp=10.0):
        self.breaker, self.rng, self.length = breaker, rng, ramp
        self.closed_at = float("-inf")
        self.seen = breaker.state

    def __getattr__(self, name):
        if name == "state":
            return self.breaker.state
        raise AttributeError(name)

    async def __call__(self, request):
        age = now() - self.closed_at
        if self.breaker.state == "closed" and age < self.length and self.rng.random() * self.length >= age:
            raise Refused("the ramp", by="ramp")
        outcome = error = None
        try:
            outcome = await self.breaker(request)
        except BaseException as caught:
            error = caught
        seen, self.seen = self.seen, self.breaker.state
        if (seen != "closed") and self.seen == "closed":
            self.closed_at = now()
        if error is not None:
            raise error
        return outcome


# %% part-4


class Breakers:
    def __init__(self, service, key, make, most=100):
        self._make = lambda: make(service)
        self._key, self._most = key, most
        self._by_key, self._stamp, self._clock = {}, {}, 0

    def __call__(self, request):
        return self._pick(self._key(request))(request)

    def _pick(self, key):
        self._clock += 1
        if key not in self._by_key:
            excess = len(self._by_key) + 1 - self._most
            closed = sorted((k for k in self._by_key if self._by_key[k].state == "closed"), key=self._stamp.get)
            for old in closed[: max(excess, 0)]:
                del self._by_key[old], self._stamp[old]
            self._by_key[key] = self._make()
        self._stamp[key] = self._clock
        return self._by_key[key]
