"""Always samples two: a lone server is an error.

Loses part 1. Hint: With one server there are no two to compare
"""

from collections import Counter


class TwoChoices:
    """Sends each request to the less busy of two servers picked at random."""

    def __init__(self, servers, rng):
        self.servers, self.rng = list(servers), rng
        self.in_flight = Counter()

    def choose(self, candidates):
        """One of the candidates: of two different ones, that with fewer requests in flight."""
        return min(self.rng.sample(candidates, 2), key=self.in_flight.__getitem__)

    async def send(self, server, request):
        """The server's reply. The request counts as in flight until it ends, in whatever way."""
        self.in_flight[server] += 1
        try:
            return await server(request)
        finally:
            self.in_flight[server] -= 1

    async def __call__(self, request):
        return await self.send(self.choose(self.servers), request)
