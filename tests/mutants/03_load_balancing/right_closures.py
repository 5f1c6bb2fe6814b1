"""A right answer of another shape: closures, timers that end an ejection, `wait_for`, and names as keys."""


# %% part-1
def two_choices(servers, rng):
    """How to choose, and the list of the names in flight that it goes by."""
    flights = []

    def choose(candidates):
        order = list(range(len(candidates)))
        rng.shuffle(order)
        return min((candidates[place] for place in order[:2]), key=lambda server: flights.count(server.name))

    return choose, flights


class TwoChoices:
    def __init__(self, servers, rng):
        self.choose, self._flights = two_choices(servers, rng)
        self._servers = servers

    async def send(self, server, request):
        self._flights.append(server.name)
        try:
            return await server(request)
        except asyncio.CancelledError as gone:
            raise gone
        except Exception as error:
            raise error
        finally:
            self._flights.remove(server.name)

    async def __call__(self, request):
        server = self.choose(list(self._servers))
        reply = await self.send(server, request)
        return reply


# %% part-2
from fractions import Fraction


class Ejection:
    """Each report is an entry of a log; everything else is read off it."""

    def __init__(self, servers, failures=5, base=30.0, longest=300.0, share=0.1):
        self.log, self.names = [], {server.name: server for server in servers}
        self.rules = failures, base, longest
        self.room = max(1, int(Fraction(str(share)) * len(self.names)))

    def sentences(self, name):
        return [(since, until) for who, since, until in self.log if who == name and until is not None]

    def out(self, name):
        return any(since <= now() < until for since, until in self.sentences(name))

    def available(self):
        return [server for name, server in self.names.items() if not self.out(name)]

    def row(self, name):
        count = 0
        for who, sign, until in reversed(self.log):
            if who == name:
                if until is not None or sign == "+":
                    break
                count += 1
        return count

    def succeeded(self, server):
        if not self.out(server.name):
            self.log.append((server.name, "+", None))

    def failed(self, server):
        failures, base, longest = self.rules
        if self.out(server.name):
            return
        self.log.append((server.name, "-", None))
        gone = [name for name in self.names if self.out(name)]
        if self.row(server.name) >= failures and len(gone) < self.room:
            lasts = min(longest, base + base * len(self.sentences(server.name)))
            self.log.append((server.name, now(), now() + lasts))


# %% part-3
class SlowStart:
    def __init__(self, window=30.0, least=0.1):
        def weight(server, joined={}):  # noqa: B006 (a default that is made anew for each object)
            if server.name not in joined:
                return 1.0
            return min(max((now() - joined[server.name]) / window, least), 1.0)

        self.weight = weight
        self.joined = lambda server: weight.__defaults__[0].__setitem__(server.name, now())

    def admitted(self, servers, rng):
        chosen = [server for server in servers if self.weight(server) >= 1 or rng.random() <= self.weight(server)]
        if chosen:
            return chosen
        return servers


# %% part-4
class Balancer:
    def __init__(self, servers, rng, ejection, slow_start, panic=0.5, timeout=1.0):
        self.inner = TwoChoices(servers, rng)
        self.known = dict.fromkeys((server.name for server in servers), True)

        def candidates():
            there = {server.name: server for server in ejection.available()}
            for server in servers:
                if server.name in there and not self.known[server.name]:
                    slow_start.joined(server)
                self.known[server.name] = server.name in there
            return list(there.values()) if len(there) / len(servers) >= panic else list(servers)

        async def ask(request):
            server = self.inner.choose(slow_start.admitted(candidates(), rng))
            reply, report = None, None
            try:
                reply = await asyncio.wait_for(self.inner.send(server, request), timeout=timeout)
                report = ejection.succeeded
            except (ServiceError, TimeoutError):
                report = ejection.failed
                raise
            finally:
                if report is not None:
                    report(server)
            return reply

        self.ask = ask

    def __call__(self, request):
        return self.ask(request)
