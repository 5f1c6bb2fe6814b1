"""Balances the number of requests ever sent: a slow server gets as many as a fast one.

Loses part 1. Hint: requests ever sent
"""

from collections import Counter


class TwoChoices:
    """Sends each request to the less busy of two servers picked at random."""

    def __init__(self, servers, rng):
        self.servers, self.rng = list(servers), rng
        self.in_flight = Counter()

    def choose(self, candidates):
        """One of the candidates: of two different ones, that with fewer requests in flight."""
        if len(candidates) == 1:
            return candidates[0]
        return min(self.rng.sample(candidates, 2), key=self.in_flight.__getitem__)

    async def send(self, server, request):
        """The server's reply. The request counts as in flight until it ends, in whatever way."""
        self.in_flight[server] += 1
        return await server(request)

    async def __call__(self, request):
        return await self.send(self.choose(self.servers), request)
