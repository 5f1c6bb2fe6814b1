"""A right answer of another shape: two lists that only grow, a generator for each server, a timer made by hand."""


# %% part-1
class TwoChoices:
    def __init__(self, servers, rng):
        self.servers, self.rng = servers, rng
        self.started, self.ended = [], []

    def busy(self, server):
        return sum(s is server for s in self.started) - sum(s is server for s in self.ended)

    def choose(self, candidates):
        shuffled = list(candidates)
        self.rng.shuffle(shuffled)
        return sorted(shuffled[:2], key=self.busy)[0]

    async def send(self, server, request):
        self.started.append(server)
        try:
            reply = await server(request)
        except BaseException:
            self.ended.append(server)
            raise
        else:
            self.ended.append(server)
            return reply

    async def __call__(self, request):
        return await self.send(self.choose(self.servers), request)


# %% part-2
from systemdesign import now


class Ejection:
    """One generator for each server is its whole state: send it a report, get back until when it is out."""

    def __init__(self, servers, failures=5, base=30.0, longest=300.0, share=0.1):
        self.servers = servers
        self.size = len(servers)

        def life():
            until, row, lasts = float("-inf"), 0, 0.0
            while True:
                report = yield until
                if report is None or now() < until:
                    continue
                row = row + 1 if report == "failed" else 0
                if row >= failures and may():
                    lasts = min(longest, lasts + base)
                    until, row = now() + lasts, 0

        def may():
            out = sum(self.until[id(server)] > now() for server in servers)
            return out == 0 or out + 1 <= share * self.size + 1e-9

        self.until = {}
        self.lives = {}
        for server in servers:
            self.lives[id(server)] = life()
            self.until[id(server)] = next(self.lives[id(server)])

    def _tell(self, server, report):
        self.until[id(server)] = self.lives[id(server)].send(report)

    def available(self):
        return [*filter(lambda server: self.until[id(server)] <= now(), self.servers)]

    def succeeded(self, server):
        self._tell(server, "succeeded")

    def failed(self, server):
        self._tell(server, "failed")


# %% part-3
from bisect import insort


class SlowStart:
    def __init__(self, window=30.0, least=0.1):
        self.window, self.least, self.births = window, least, {}

    def joined(self, server):
        self.births.setdefault(server, [])
        insort(self.births[server], now())

    def weight(self, server):
        match self.births.get(server, []):
            case []:
                return 1.0
            case [*_, last]:
                return max(min((now() - last) / self.window, 1.0), self.least)

    def admitted(self, servers, rng):
        out = set()
        for place, server in enumerate(servers):
            if rng.random() >= self.weight(server):
                out.add(place)
        if len(out) == len(servers):
            out = set()
        return [server for place, server in enumerate(servers) if place not in out]


# %% part-4
import asyncio

from systemdesign.sim import ServiceError


class Balancer:
    """A deadline made by hand: a timer that cancels the caller's own task, and says that it did."""

    def __init__(self, servers, rng, ejection, slow_start, panic=0.5, timeout=1.0):
        self.servers, self.rng, self.ejection, self.slow_start = servers, rng, ejection, slow_start
        self.panic, self.timeout = panic, timeout
        self.two = TwoChoices(servers, rng)
        self.before = tuple(servers)

    def look(self):
        before, self.before = self.before, tuple(self.ejection.available())
        for server in self.before:
            if not any(server is other for other in before):
                self.slow_start.joined(server)
        if len(self.before) >= self.panic * len(self.servers) - 1e-9:
            return list(self.before)
        return list(self.servers)

    async def __call__(self, request):
        server = self.two.choose(self.slow_start.admitted(self.look(), self.rng))
        task, rang = asyncio.current_task(), []

        def ring():
            rang.append(True)
            task.cancel()

        alarm = asyncio.get_running_loop().call_later(self.timeout, ring)
        try:
            reply = await self.two.send(server, request)
        except asyncio.CancelledError:
            if rang and task.uncancel() == 0:
                self.ejection.failed(server)
                raise TimeoutError from None
            raise
        except ServiceError:
            self.ejection.failed(server)
            raise
        finally:
            alarm.cancel()
        self.ejection.succeeded(server)
        return reply
