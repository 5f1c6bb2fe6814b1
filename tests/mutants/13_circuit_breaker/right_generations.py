"""A right answer of another shape: one list of counters that is shifted, a generation for each era, sets of trials."""


# %% part-1
class Window:
    def __init__(self, seconds=10.0, buckets=10):
        self.seconds, self.buckets = seconds, buckets
        self.clear()

    def clear(self):
        self.good, self.bad = [0] * self.buckets, [0] * self.buckets
        self.latest = None

    def shift(self):
        number = int(now() // (self.seconds / self.buckets))
        steps = self.buckets if self.latest is None else min(self.buckets, number - self.latest)
        self.good = [0] * steps + self.good[: self.buckets - steps]
        self.bad = [0] * steps + self.bad[: self.buckets - steps]
        self.latest = number

    def note(self, good):
        self.shift()
        if good:
            self.good[0] += 1
        else:
            self.bad[0] += 1

    def calls(self):
        self.shift()
        return sum(self.good) + sum(self.bad)

    def failures(self):
        self.shift()
        return sum(self.bad)


# %% part-2
from contextlib import contextmanager


class Breaker:
    def __init__(self, service, window, rate=0.5, least=20, slow=1.0, open=5.0, probes=3):
        self.service, self.window = service, window
        self.settings = rate, least, slow, open, probes
        self.state, self.generation = "closed", {"trials": 0, "good": 0}
        self.opened = None

    def change(self, state):
        if state == "open":
            self.opened = now()
        if state == "closed":
            self.window.clear()
        self.state, self.generation = state, {"trials": 0, "good": 0}

    def check(self):
        *_, open, probes = self.settings
        if self.state == "open":
            if now() < self.opened + open:
                raise Refused("open")
            self.change("half-open")
        if self.state == "half-open" and self.generation["trials"] >= probes:
            raise Refused("half-open, and busy")

    @contextmanager
    def place(self):
        generation = self.generation
        generation["trials"] += 1
        try:
            yield generation
        finally:
            generation["trials"] -= 1

    async def __call__(self, request):
        self.check()
        begun = now()
        with self.place() as generation:
            try:
                value = await self.service(request)
            except Exception as error:
                if not isinstance(error, Refused):
                    self.judge(generation, False)
                raise
            self.judge(generation, now() - begun <= self.settings[2])
        return value

    def judge(self, generation, good):
        rate, least, _, _, probes = self.settings
        if generation is not self.generation:
            pass
        elif self.state == "closed":
            self.window.note(good)
            if self.window.calls() >= least and self.window.failures() >= rate * self.window.calls():
                self.change("open")
        elif good and generation["good"] + 1 < probes:
            generation["good"] += 1
        else:
            self.change("closed" if good else "open")


# %% part-3
class Ramp:
    def __init__(self, breaker, rng, ramp=10.0):
        self.breaker, self.draw, self.ramp = breaker, rng.random, ramp
        self.broken, self.closed = breaker.state != "closed", float("-inf")

    @property
    def state(self):
        return self.breaker.state

    async def __call__(self, request):
        t = now() - self.closed
        if self.state == "closed" and t < self.ramp and self.draw() >= t / self.ramp:
            raise Refused("a part only")
        try:
            return await self.breaker(request)
        finally:
            if self.state != "closed":
                self.broken = True
            elif self.broken:
                self.broken, self.closed = False, now()


# %% part-4
class Breakers:
    def __init__(self, service, key, make, most=100):
        self.service, self.key, self.make, self.most = service, key, make, most
        self.list = []

    async def __call__(self, request):
        key = self.key(request)
        found = [pair for pair in self.list if pair[0] == key]
        if found:
            self.list.remove(found[0])
        else:
            self.drop()
            found = [(key, self.make(self.service))]
        self.list.append(found[0])
        return await found[0][1](request)

    def drop(self):
        too_many = len(self.list) + 1 - self.most
        left = []
        for pair in self.list:
            if too_many > 0 and pair[1].state == "closed":
                too_many -= 1
            else:
                left.append(pair)
        self.list = left
