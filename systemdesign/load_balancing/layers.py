"""What is balanced: connections (layer 4) or requests (layer 7)."""

from collections import defaultdict
from math import inf

from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.sim.request import ServiceError


class Layer7(LoadBalancer):
    """Reads the requests, so it can choose a server for each; every client's connection ends here."""


class Connection:
    """One client's connection through a layer-4 balancer: all that it carries goes to one backend."""

    __slots__ = ("backend", "left")

    def __init__(self, backend, requests):
        self.backend, self.left = backend, requests


class Layer4(LoadBalancer):
    """Sees connections, not requests: it chooses a server when a client connects, and only then.

    Each client (`request.client`) keeps a pool of connections alive: a request takes the idle one used
    last, or opens one. A connection closes after `requests_per_connection` requests, on an error, or
    when its server is out of turn. A backend's `in_flight` counts open connections, idle ones included.
    """

    def __init__(self, servers, policy="round robin", *, requests_per_connection=inf, weights=None, timeout=None):
        self.requests_per_connection = requests_per_connection
        self._idle = defaultdict(list)
        super().__init__(servers, policy, weights=weights, timeout=timeout)

    async def __call__(self, request):
        connection = self._connection(request)
        backend, well = connection.backend, False
        try:
            reply = await backend.service(request)
            well = True
        except ServiceError as error:
            self._tell(backend, error)
            raise
        finally:
            self._put_back(connection, request.client, well)
        self._tell(backend, None)
        return reply

    def _connection(self, request):
        idle = self._idle[request.client]
        if idle:
            return idle.pop()
        backend = self.choose(request)
        backend.in_flight += 1
        return Connection(backend, self.requests_per_connection)

    def _put_back(self, connection, client, well):
        connection.left -= 1
        if well and connection.left > 0 and connection.backend.ready:
            self._idle[client].append(connection)
        else:
            connection.backend.left()

    def _refresh(self):
        """Close idle connections to servers that are out of turn, as HTTP's graceful close does."""
        super()._refresh()
        for client, idle in self._idle.items():
            self._idle[client] = [connection for connection in idle if connection.backend.ready]
            for connection in idle:
                if not connection.backend.ready:
                    connection.backend.left()
