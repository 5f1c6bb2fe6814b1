"""A right answer of another shape: seats that count, a dict and a TwoChoices that are inherited from, no `sample`."""

# %% part-1
from collections import defaultdict


class Seat:
    """An entry that knows how many sit in it."""

    def __init__(self):
        self.taken = 0

    def __enter__(self):
        self.taken += 1

    def __exit__(self, *error):
        self.taken -= 1
        return False


class TwoChoices:
    def __init__(self, servers, rng):
        self._servers, self._rng, self._seats = tuple(servers), rng, defaultdict(Seat)

    def choose(self, candidates):
        n = len(candidates)
        i = self._rng.randrange(n)
        if n == 1:
            return candidates[i]
        j = self._rng.randrange(n - 1)
        if j >= i:
            j += 1
        a, b = candidates[i], candidates[j]
        difference = self._seats[a].taken - self._seats[b].taken
        if difference == 0:
            return self._rng.choice((a, b))
        return b if difference > 0 else a

    async def send(self, server, request):
        with self._seats[server]:
            reply = await server(request)
        return reply

    async def __call__(self, request):
        chosen = self.choose(self._servers)
        return await self.send(chosen, request)


# %% part-2
import heapq
from collections import Counter

from systemdesign import now


class Ejection:
    def __init__(self, servers, failures=5, base=30.0, longest=300.0, share=0.1):
        self.order = {server: place for place, server in enumerate(servers)}
        self.failures, self.base, self.longest, self.share = failures, base, longest, share
        self.row, self.past = Counter(), Counter()
        self.heap, self.out = [], set()

    def _release(self):
        while self.heap and self.heap[0][0] <= now():
            self.out.discard(heapq.heappop(self.heap)[2])

    def available(self):
        self._release()
        return sorted(self.order.keys() - self.out, key=self.order.get)

    def succeeded(self, server):
        self._release()
        if server not in self.out:
            del self.row[server]

    def failed(self, server):
        self._release()
        if server in self.out:
            return
        self.row[server] += 1
        if self.row[server] >= self.failures and self._room():
            del self.row[server]
            self.past[server] += 1
            end = now() + min(self.base * self.past[server], self.longest)
            heapq.heappush(self.heap, (end, self.order[server], server))
            self.out.add(server)

    def _room(self):
        return not self.out or (len(self.out) + 1) / len(self.order) <= self.share


# %% part-3


class Newcomer:
    def __init__(self, window, least):
        self.window, self.least, self.since = window, least, now()

    @property
    def weight(self):
        return min(1.0, max(self.least, (now() - self.since) / self.window))


class SlowStart(dict):
    """A dict from server to Newcomer, forgotten when full grown."""

    def __init__(self, window=30.0, least=0.1):
        super().__init__()
        self.make = lambda: Newcomer(window, least)

    def joined(self, server):
        self[server] = self.make()

    def weight(self, server):
        newcomer = self.get(server)
        if newcomer is None:
            return 1
        if newcomer.weight >= 1:
            del self[server]
            return 1
        return newcomer.weight

    def admitted(self, servers, rng):
        chosen = []
        for server in servers:
            weight = self.weight(server)
            if weight == 1 or rng.random() < weight:
                chosen.append(server)
        if chosen:
            return chosen
        return servers


# %% part-4
import asyncio

from systemdesign.sim import ServiceError


class Balancer(TwoChoices):
    """Inherits choose and send."""

    def __init__(self, servers, rng, ejection, slow_start, panic=0.5, timeout=1.0):
        super().__init__(servers, rng)
        self.all, self.random = list(servers), rng
        self.ejection, self.slow, self.panic, self.patience = ejection, slow_start, panic, timeout
        self.was_here = dict.fromkeys(self.all, True)

    async def __call__(self, request):
        available = self.ejection.available()
        is_here = {server: server in available for server in self.all}
        for server in self.all:
            if is_here[server] and not self.was_here[server]:
                self.slow.joined(server)
        self.was_here = is_here
        panicking = sum(is_here.values()) / len(self.all) < self.panic
        taking_part = self.slow.admitted(self.all[:] if panicking else available, self.random)
        return await self.watch(self.choose(taking_part), request)

    async def watch(self, server, request):
        try:
            async with asyncio.timeout(self.patience) as limit:
                reply = await self.send(server, request)
        except ServiceError:
            self.ejection.failed(server)
            raise
        except TimeoutError:
            if limit.expired():
                self.ejection.failed(server)
            raise
        else:
            self.ejection.succeeded(server)
            return reply
