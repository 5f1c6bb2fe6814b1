"""Panics at the threshold, not below it.

Loses part 4. Hint: below the threshold, not at it
"""


class Balancer:
    """Two choices among the servers that are available, unless too few are."""

    def __init__(self, servers, rng, ejection, slow_start, panic=0.5, timeout=1.0):
        self.servers, self.rng, self.panic, self.timeout = list(servers), rng, panic, timeout
        self.ejection, self.slow_start = ejection, slow_start
        self.choices = TwoChoices(self.servers, rng)
        self.known = set(self.servers)

    async def __call__(self, request):
        server = self.choices.choose(self._candidates())
        try:
            async with asyncio.timeout(self.timeout):
                reply = await self.choices.send(server, request)
        except (ServiceError, TimeoutError):
            self.ejection.failed(server)
            raise
        self.ejection.succeeded(server)
        return reply

    def _candidates(self):
        available = self.ejection.available()
        for server in available:
            if server not in self.known:
                self.slow_start.joined(server)
        self.known = set(available)
        panic = len(available) <= self.panic * len(self.servers)
        return self.slow_start.admitted(self.servers if panic else available, self.rng)
