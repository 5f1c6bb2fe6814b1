"""A right answer of another shape: a class for each state, tasks for the calls, a clock for what was used when."""


# %% part-1
class Window:
    def __init__(self, seconds=10.0, buckets=10):
        self.width, self.buckets = seconds / buckets, buckets
        self.counts = {}

    def number(self):
        return now() // self.width

    def clear(self):
        self.counts = {}

    def note(self, good):
        calls, failures = self.latest().get(self.number(), (0, 0))
        self.counts[self.number()] = (calls + 1, failures + (0 if good else 1))

    def latest(self):
        oldest = self.number() - self.buckets
        self.counts = {number: count for number, count in self.counts.items() if number > oldest}
        return self.counts

    def calls(self):
        return sum(calls for calls, _ in self.latest().values())

    def failures(self):
        return sum(failures for _, failures in self.latest().values())


# %% part-2
class Closed:
    name = "closed"

    def __init__(self, breaker):
        self.breaker = breaker

    def comes(self):
        return True

    def ends(self, good):
        breaker, window = self.breaker, self.breaker.window
        if good is None:
            return
        window.note(good)
        if window.calls() >= breaker.least and window.failures() >= breaker.rate * window.calls():
            breaker.now = Open(breaker)


class Open:
    name = "open"

    def __init__(self, breaker):
        self.breaker, self.until = breaker, now() + breaker.open

    def comes(self):
        if now() < self.until:
            return False
        self.breaker.now = HalfOpen(self.breaker)
        return self.breaker.now.comes()


class HalfOpen:
    name = "half-open"

    def __init__(self, breaker):
        self.breaker, self.places, self.missing = breaker, breaker.probes, breaker.probes

    def comes(self):
        self.places -= 1
        if self.places < 0:
            self.places = 0
            return False
        return True

    def ends(self, good):
        self.places += 1
        if good is False:
            self.breaker.now = Open(self.breaker)
        elif good:
            self.missing -= 1
            if not self.missing:
                self.breaker.window.clear()
                self.breaker.now = Closed(self.breaker)


class Breaker:
    def __init__(self, service, window, rate=0.5, least=20, slow=1.0, open=5.0, probes=3):
        self.service, self.window = service, window
        self.rate, self.least, self.slow, self.open, self.probes = rate, least, slow, open, probes
        self.now = Closed(self)

    @property
    def state(self):
        return self.now.name

    async def __call__(self, request):
        if not self.now.comes():
            raise Refused(self.state)
        mine, begun = self.now, now()
        call = asyncio.ensure_future(self.service(request))
        try:
            await asyncio.wait([call])
        except asyncio.CancelledError:
            call.cancel()
            await asyncio.wait([call])
            if mine is self.now:
                mine.ends(None)
            raise
        if mine is self.now:
            mine.ends(self.judge(call, now() - begun))
        return call.result()

    def judge(self, call, seconds):
        if call.cancelled() or isinstance(call.exception(), Refused):
            return None
        return call.exception() is None and seconds <= self.slow


# %% part-3
class Ramp:
    def __init__(self, breaker, rng, ramp=10.0):
        self.breaker, self.rng, self.ramp = breaker, rng, ramp
        self.states = [breaker.state]
        self.begun = -2 * ramp

    state = property(lambda self: self.breaker.state)

    def passes(self):
        risen = now() - self.begun
        if self.breaker.state != "closed" or risen >= self.ramp:
            return True
        return self.rng.random() * self.ramp < risen

    async def __call__(self, request):
        if not self.passes():
            raise Refused("later")
        try:
            return await self.breaker(request)
        finally:
            self.states = [self.states[-1], self.breaker.state]
            if self.states[0] != "closed" == self.states[1]:
                self.begun = now()


# %% part-4
class Breakers:
    def __init__(self, service, key, make, most=100):
        self.service, self.key, self.make, self.most = service, key, make, most
        self.breakers, self.used, self.count = {}, {}, 0

    def of(self, key):
        self.count += 1
        if key not in self.breakers:
            while len(self.breakers) >= self.most and self.closed():
                oldest = min(self.closed(), key=self.used.get)
                del self.breakers[oldest], self.used[oldest]
            self.breakers[key] = self.make(self.service)
        self.used[key] = self.count
        return self.breakers[key]

    def closed(self):
        return [key for key in self.breakers if self.breakers[key].state == "closed"]

    async def __call__(self, request):
        return await self.of(self.key(request))(request)
