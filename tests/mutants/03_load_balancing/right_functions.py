"""A right answer of another shape: as little state as will do, ejections read off a log, time-outs by hand."""


# %% part-1
class TwoChoices:
    def __init__(self, servers, rng):
        self.servers = servers
        self.pick = rng.sample
        self.busy = []

    def choose(self, candidates):
        pair = self.pick(range(len(candidates)), min(2, len(candidates)))
        ranked = sorted(pair, key=lambda place: self.busy.count(candidates[place]))
        return candidates[ranked[0]]

    def send(self, server, request):
        self.busy.append(server)
        task = asyncio.ensure_future(server(request))
        task.add_done_callback(lambda _: self.busy.remove(server))
        return task

    async def __call__(self, request):
        return await self.send(self.choose(self.servers), request)


# %% part-2
class Ejection:
    def __init__(self, servers, failures=5, base=30.0, longest=300.0, share=0.1):
        self.servers, self.rules = servers, (failures, base, longest)
        self.allowed = share * len(servers)
        self.marks = dict.fromkeys(servers, "")
        self.ends = {server: [] for server in servers}

    def is_out(self, server):
        return any(now() < end for end in self.ends[server][-1:])

    def available(self):
        return [server for server in self.servers if not self.is_out(server)]

    def succeeded(self, server):
        self.mark(server, "+")

    def failed(self, server):
        self.mark(server, "-")

    def mark(self, server, sign):
        failures, base, longest = self.rules
        if self.is_out(server):
            return
        self.marks[server] += sign
        out = sum(map(self.is_out, self.servers))
        if self.marks[server].endswith("-" * failures) and (out == 0 or out + 1 <= self.allowed):
            self.marks[server] += "|"
            self.ends[server].append(now() + min(base * (len(self.ends[server]) + 1), longest))


# %% part-3
class SlowStart:
    def __init__(self, window=30.0, least=0.1):
        self.window, self.least, self.log = window, least, []

    def joined(self, server):
        self.log.append((server, now()))

    def weight(self, server):
        times = [time for who, time in self.log if who is server]
        return 1 if not times else sorted([self.least, (now() - times[-1]) / self.window, 1])[1]

    def admitted(self, servers, rng):
        draws = [(server, rng.random()) for server in servers]
        return [server for server, draw in draws if draw <= self.weight(server)] or servers


# %% part-4
class Balancer:
    def __init__(self, servers, rng, ejection, slow_start, panic=0.5, timeout=1.0):
        self.servers, self.rng, self.ejection, self.slow_start = servers, rng, ejection, slow_start
        self.panic, self.timeout = panic, timeout
        self.choices, self.before = TwoChoices(servers, rng), servers

    async def __call__(self, request):
        there = self.ejection.available()
        for server in there:
            if all(server is not other for other in self.before):
                self.slow_start.joined(server)
        self.before = there
        candidates = there if len(there) / len(self.servers) >= self.panic else self.servers
        server = self.choices.choose(self.slow_start.admitted(candidates, self.rng))
        task = asyncio.ensure_future(self.choices.send(server, request))
        try:
            done, _ = await asyncio.wait([task], timeout=self.timeout)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if done and task.exception() is None:
            self.ejection.succeeded(server)
            return task.result()
        self.ejection.failed(server)
        task.cancel()
        raise task.exception() if done else TimeoutError(f"{server.name} took too long")
