"""A right answer of another shape: one record for each server, no counters and no comprehension to speak of."""

# %% part-1
from contextlib import contextmanager


class TwoChoices:
    def __init__(self, servers, rng):
        self.all = tuple(servers)
        self.rng = rng
        self.load = [0] * len(self.all)

    def choose(self, candidates):
        first = self.rng.randrange(len(candidates))
        if len(candidates) == 1:
            return candidates[first]
        second = self.rng.randrange(len(candidates) - 1)
        if second >= first:
            second += 1
        one, other = candidates[first], candidates[second]
        return other if self.load[self.all.index(other)] < self.load[self.all.index(one)] else one

    @contextmanager
    def counted(self, server):
        place = self.all.index(server)
        self.load[place] = self.load[place] + 1
        try:
            yield
        finally:
            self.load[place] = self.load[place] - 1

    async def send(self, server, request):
        with self.counted(server):
            reply = await server(request)
        return reply

    async def __call__(self, request):
        chosen = self.choose(self.all)
        return await self.send(chosen, request)


# %% part-2
class Conduct:
    def __init__(self):
        self.bad, self.sentences, self.free_at = 0, 0, 0.0

    @property
    def out(self):
        return now() < self.free_at


class Ejection:
    def __init__(self, servers, failures=5, base=30.0, longest=300.0, share=0.1):
        self.conduct = {server: Conduct() for server in servers}
        self.limit, self.base, self.longest = failures, base, longest
        self.room = max(int(share * len(self.conduct)), 1)

    def available(self):
        found = []
        for server, conduct in self.conduct.items():
            if not conduct.out:
                found.append(server)
        return found

    def succeeded(self, server):
        if not self.conduct[server].out:
            self.conduct[server].bad = 0

    def failed(self, server):
        conduct = self.conduct[server]
        if conduct.out:
            return
        conduct.bad += 1
        ejected = sum(1 for other in self.conduct.values() if other.out)
        if conduct.bad < self.limit or ejected >= self.room:
            return
        conduct.bad = 0
        conduct.sentences += 1
        conduct.free_at = now() + min(self.longest, conduct.sentences * self.base)


# %% part-3
class SlowStart:
    def __init__(self, window=30.0, least=0.1):
        self.window = window
        self.least = least
        self.births = {}

    def joined(self, server):
        self.births[server] = now()

    def weight(self, server):
        age = now() - self.births.get(server, float("-inf"))
        if age >= self.window:
            return 1
        return max(age / self.window, self.least)

    def admitted(self, servers, rng):
        chosen = []
        for server in servers:
            weight = self.weight(server)
            if weight == 1 or rng.uniform(0, 1) < weight:
                chosen.append(server)
        return chosen if chosen else list(servers)


# %% part-4
class Balancer:
    def __init__(self, servers, rng, ejection, slow_start, panic=0.5, timeout=1.0):
        self.servers = servers
        self.rng = rng
        self.ejection = ejection
        self.slow_start = slow_start
        self.enough = panic * len(servers)
        self.patience = timeout
        self.two = TwoChoices(servers, rng)
        self.away = set()

    def greet(self, available):
        for server in self.servers:
            if server not in available:
                self.away.add(server)
            elif server in self.away:
                self.away.remove(server)
                self.slow_start.joined(server)

    async def __call__(self, request):
        available = self.ejection.available()
        self.greet(available)
        some = available if len(available) >= self.enough else self.servers
        server = self.two.choose(self.slow_start.admitted(some, self.rng))
        try:
            reply = await asyncio.wait_for(self.two.send(server, request), self.patience)
        except Exception:
            self.ejection.failed(server)
            raise
        else:
            self.ejection.succeeded(server)
            return reply
