"""Joins the shortest queue: compares all servers, not two.

Loses part 1. Hint: Compare two picked at random
"""

from collections import Counter


class TwoChoices:
    """Sends each request to the less busy of two servers picked at random."""

    def __init__(self, servers, rng):
        self.servers, self.rng = list(servers), rng
        self.in_flight = Counter()

    def choose(self, candidates):
        """One of the candidates: of two different ones, that with fewer requests in flight."""
        least = min(self.in_flight[server] for server in candidates)
        return self.rng.choice([server for server in candidates if self.in_flight[server] == least])

    async def send(self, server, request):
        """The server's reply. The request counts as in flight until it ends, in whatever way."""
        self.in_flight[server] += 1
        try:
            return await server(request)
        finally:
            self.in_flight[server] -= 1

    async def __call__(self, request):
        return await self.send(self.choose(self.servers), request)
