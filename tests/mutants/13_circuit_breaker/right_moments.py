"""A right answer of another shape: a row of counts, states as numbers that grow, moments instead of flags."""

# %% part-1
from collections import deque


class Window:
    def __init__(self, seconds=10.0, buckets=10):
        self.width, self.buckets = seconds / buckets, buckets
        self.rows = deque()

    def clear(self):
        self.rows.clear()

    def _forget(self):
        number = int(now() / self.width)
        while self.rows and self.rows[0]["number"] <= number - self.buckets:
            self.rows.popleft()
        return number

    def note(self, good):
        number = self._forget()
        if not self.rows or self.rows[-1]["number"] != number:
            self.rows.append({"number": number, True: 0, False: 0})
        self.rows[-1][bool(good)] += 1

    def calls(self):
        self._forget()
        return sum(row[True] + row[False] for row in self.rows)

    def failures(self):
        self._forget()
        return sum(row[False] for row in self.rows)


# %% part-2
class Breaker:
    """Eras are counted: three to a round, closed, open and half-open; a call remembers the number of its own."""

    def __init__(self, service, window, rate=0.5, least=20, slow=1.0, open=5.0, probes=3):
        self.service, self.window, self.rate, self.least = service, window, rate, least
        self.slow, self.seconds, self.probes = slow, open, probes
        self.era, self.again = 0, None
        self.under_way, self.well = {}, 0

    @property
    def state(self):
        return ["closed", "open", "half-open"][self.era % 3]

    def enter(self, state):
        self.era += (["closed", "open", "half-open"].index(state) - self.era) % 3
        self.under_way = {}
        self.well = 0
        if state == "open":
            self.again = now() + self.seconds

    def admits(self):
        if self.era % 3 == 1 and now() >= self.again:
            self.enter("half-open")
        return self.era % 3 == 0 or (self.era % 3 == 2 and len(self.under_way) < self.probes)

    async def __call__(self, request):
        if not self.admits():
            raise Refused("not now")
        ticket, era = object(), self.era
        self.under_way[ticket] = now()
        try:
            value = await self.service(request)
        except Refused:
            self.under_way.pop(ticket, None)
            raise
        except Exception:
            self.over(ticket, era, failed=True)
            raise
        except BaseException:
            self.under_way.pop(ticket, None)
            raise
        self.over(ticket, era, failed=False)
        return value

    def over(self, ticket, era, failed):
        if self.era != era:
            return
        failed = now() - self.under_way.pop(ticket) > self.slow or failed
        if era % 3 == 2:
            self.tried(failed)
        else:
            self.window.note(not failed)
            if self.window.calls() >= self.least and self.window.failures() / self.window.calls() >= self.rate:
                self.enter("open")

    def tried(self, failed):
        self.well += 1
        if failed:
            self.enter("open")
        elif self.well >= self.probes:
            self.window.clear()
            self.enter("closed")


# %% part-3
class Ramp:
    def __init__(self, breaker, rng, ramp=10.0):
        self.breaker, self.rng, self.ramp = breaker, rng, ramp
        self.was, self.end = breaker.state, None

    @property
    def state(self):
        return self.breaker.state

    def look(self):
        state = self.breaker.state
        if state != self.was:
            self.end = now() + self.ramp if state == "closed" else None
        self.was = state

    async def __call__(self, request):
        self.look()
        rising = self.end is not None and now() < self.end
        if rising and not self.rng.random() < 1 - (self.end - now()) / self.ramp:
            raise Refused("not yet")
        try:
            value = await self.breaker(request)
        except BaseException:
            self.look()
            raise
        self.look()
        return value


# %% part-4
from collections import OrderedDict


class Breakers:
    def __init__(self, service, key, make, most=100):
        self.service, self.key, self.make, self.most = service, key, make, most
        self.kept = OrderedDict()

    async def __call__(self, request):
        key = self.key(request)
        if key in self.kept:
            self.kept.move_to_end(key)
        else:
            self.make_room()
            self.kept[key] = self.make(self.service)
        return await self.kept[key](request)

    def make_room(self):
        for key in list(self.kept):
            if len(self.kept) < self.most:
                return
            if self.kept[key].state == "closed":
                self.kept.pop(key)
