"""A real web server as a service, for clients that know only `await service(request)`."""

from systemdesign.engines.http.client import CUT, Connections
from systemdesign.sim.request import Unavailable

LIMIT = 500
"""Requests under way, at most: a storm on a learner's own machine stays in its glass."""


class WebService:
    """The server at a port of this machine, whose name is `name`. Each request takes a free connection, or opens one.

    Raises Unavailable where the connection breaks, and where the limit is reached.
    """

    def __init__(self, port, name, limit=LIMIT):
        self.name, self.limit, self.under_way = name, limit, 0
        self.connections = Connections(port)

    async def __call__(self, request):
        if self.under_way >= self.limit:
            raise Unavailable(f"{self.limit} requests are under way, and this machine sends no more", by=self.name)
        self.under_way += 1
        try:
            return await self.connections.get(None, request.work)
        except CUT as error:
            raise Unavailable(f"the connection broke: {error}", by=self.name) from error
        finally:
            self.under_way -= 1

    def close(self):
        """Hang up."""
        self.connections.close()
