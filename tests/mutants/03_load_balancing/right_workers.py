"""A right answer of another shape: dataclasses, generators, a heap of returns, conditions, and calls by keyword."""

# %% part-1
import functools
import random
from dataclasses import dataclass, field


@dataclass
class TwoChoices:
    """Every request in flight is an object in a set of its server's."""

    servers: list
    rng: random.Random
    flights: dict = field(default_factory=dict)

    def choose(self, candidates):
        pair = list(candidates)
        while len(pair) > 2:
            pair.pop(self.rng.randrange(len(pair)))
        if len(pair) == 2 and self.rng.random() < 0.5:
            pair.reverse()
        return functools.reduce(lambda one, other: one if self.load(one) <= self.load(other) else other, pair)

    def load(self, server):
        return len(self.flights.get(server, ()))

    def send(self, server, request):
        async def flight():
            token = object()
            self.flights.setdefault(server, set()).add(token)
            try:
                reply = await server(request)
            except BaseException:
                self.flights[server].discard(token)
                raise
            self.flights[server].discard(token)
            return reply

        return flight()

    def __call__(self, request):
        return self.send(server=self.choose(candidates=self.servers), request=request)


# %% part-2
import heapq


class Ejection:
    __slots__ = ("base", "ejected", "failures", "histories", "longest", "returns", "rooms", "servers", "turn")

    def __init__(self, servers, failures=5, base=30.0, longest=300.0, share=0.1):
        self.servers, self.failures, self.base, self.longest = tuple(servers), failures, base, longest
        self.rooms = 1
        while (self.rooms + 1) / len(self.servers) <= share:
            self.rooms += 1
        self.histories = [self.history() for _ in self.servers]
        for history in self.histories:
            next(history)
        self.returns, self.ejected, self.turn = [], set(), 0

    def history(self):
        """Is told what became of each request, and whether there is room; gives the seconds of an ejection, or 0."""
        sentence = row = 0
        seconds = 0
        while True:
            failed, room = yield seconds
            row, seconds = (row + 1 if failed else 0), 0
            if row >= self.failures and room:
                row, sentence = 0, sentence + 1
                seconds = min(sentence * self.base, self.longest)

    def tidy(self):
        while self.returns and self.returns[0][0] <= now():
            self.ejected.discard(heapq.heappop(self.returns)[-1])

    def available(self):
        self.tidy()
        return [server for place, server in enumerate(self.servers) if place not in self.ejected]

    def told(self, server, failed):
        self.tidy()
        place = self.servers.index(server)
        if place in self.ejected:
            return
        seconds = self.histories[place].send((failed, len(self.ejected) < self.rooms))
        if seconds:
            self.turn += 1
            self.ejected.add(place)
            heapq.heappush(self.returns, (now() + seconds, self.turn, place))

    def failed(self, server):
        return self.told(server, True)

    def succeeded(self, server):
        return self.told(server, False)


# %% part-3
from itertools import compress


class Warming(dict):
    """When each server has its full weight."""

    def __missing__(self, server):
        return float("-inf")


class SlowStart:
    def __init__(self, window=30.0, least=0.1):
        self.window, self.least, self.warm_at = float(window), least, Warming()

    def joined(self, server):
        self.warm_at[server] = now() + self.window

    def weight(self, server):
        missing = (self.warm_at[server] - now()) / self.window
        return 1 if missing <= 0 else max(1 - missing, self.least)

    def admitted(self, servers, rng):
        draws = [rng.random() for _ in servers]
        chosen = list(compress(servers, [draw < self.weight(server) for draw, server in zip(draws, servers)]))
        return list(servers) if not any(chosen) and not chosen else chosen


# %% part-4
class Balancer(TwoChoices):
    """Is a TwoChoices itself, and tells time-outs by a clock of its own."""

    def __init__(self, servers, rng, ejection, slow_start, panic=0.5, timeout=1.0):
        super().__init__(list(servers), rng)
        self.ejection, self.slow_start, self.timeout = ejection, slow_start, timeout
        self.few = lambda count: count < panic * len(self.servers)
        self.absent = frozenset()

    def candidates(self):
        there = self.ejection.available()
        back = [server for server in there if server in self.absent]
        self.absent = frozenset(self.servers).difference(there)
        for server in back:
            self.slow_start.joined(server)
        return self.slow_start.admitted(rng=self.rng, servers=list(self.servers) if self.few(len(there)) else there)

    async def __call__(self, request):
        server = self.choose(self.candidates())
        ended = asyncio.get_running_loop().create_future()
        work = asyncio.create_task(self.send(server, request))
        work.add_done_callback(lambda _: ended.done() or ended.set_result("in time"))
        alarm = asyncio.get_running_loop().call_later(self.timeout, lambda: ended.done() or ended.set_result("late"))
        try:
            how = await ended
        finally:
            alarm.cancel()
            if not work.done():
                work.cancel()
        if how == "late":
            self.ejection.failed(server)
            raise TimeoutError
        try:
            reply = work.result()
        except ServiceError:
            self.ejection.failed(server)
            raise
        self.ejection.succeeded(server)
        return reply
