"""A load balancer: one service in front of many."""

from asyncio import Event

from systemdesign.load_balancing.policies import policy_named
from systemdesign.sim.request import ServiceError, Unavailable, with_timeout


class Backend:
    """A server as its balancer sees it: what the policy may look at, and why it may be out of turn."""

    __slots__ = ("server", "service", "name", "weight", "in_flight", "objections", "draining", "idle")

    def __init__(self, server, weight, timeout):
        self.server, self.weight = server, weight
        self.name = getattr(server, "name", None) or getattr(server, "__name__", repr(server))
        self.service = server if timeout is None else with_timeout(server, timeout)
        self.in_flight = 0
        self.objections = set()
        self.draining, self.idle = False, Event()

    @property
    def healthy(self):
        """Whether nobody objects to sending it requests."""
        return not self.objections

    @property
    def ready(self):
        """May get new requests."""
        return not self.objections and not self.draining

    def left(self):
        """One request, or connection, fewer."""
        self.in_flight -= 1
        if not self.in_flight and self.draining:
            self.idle.set()

    def __repr__(self):
        out = sorted(self.objections) + ["draining"] * self.draining
        return f"<Backend {self.name}: {', '.join(out) or 'healthy'}, {self.in_flight} in flight>"


class LoadBalancer:
    """Sends each request to one server of its choice, and tells the caller how that went.

    Only servers that are healthy and not draining are chosen. When there is none, a request is refused at
    once with Unavailable: the balancer neither queues it nor tries servers that it believes to be down.
    """

    def __init__(self, servers, policy="round robin", *, weights=None, timeout=None):
        """`policy` is a name or an object with `choose(request, backends)`; `weights` go with the servers,
        1 each by default; after `timeout` seconds without an answer a request fails with TimedOut."""
        self.policy = policy_named(policy)
        self.timeout = timeout
        self.backends, self.ready = [], []
        self._observers = []
        servers = list(servers)
        for server, weight in zip(servers, weights or [1] * len(servers), strict=True):
            self.add(server, weight)

    async def __call__(self, request):
        backend = self.choose(request)
        backend.in_flight += 1
        try:
            reply = await backend.service(request)
        except ServiceError as error:
            self._tell(backend, error)
            raise
        else:
            self._tell(backend, None)
            return reply
        finally:
            backend.left()

    def choose(self, request):
        """The backend for this request. Raises Unavailable when none is ready."""
        if not self.ready:
            raise Unavailable(f"none of {len(self.backends)} servers is healthy")
        return self.policy.choose(request, self.ready)

    def observe(self, observer):
        """Call `observer(backend, error)` after each request; `error` is None when it was answered."""
        self._observers.append(observer)

    def _tell(self, backend, error):
        for observer in self._observers:
            observer(backend, error)

    def backend(self, server):
        """The backend of a server, given the server or its name. Raises KeyError where it has none."""
        for backend in self.backends:
            if server is backend.server or server == backend.name:
                return backend
        raise KeyError(f"no server {server!r} here; there are {', '.join(b.name for b in self.backends) or 'none'}")

    def mark_unhealthy(self, server, by="operator"):
        """Send it nothing more. `by` says who objects; each objector can withdraw only its own objection."""
        self.backend(server).objections.add(by)
        self._refresh()

    def mark_healthy(self, server, by="operator"):
        """Withdraw the objection raised by `by`; without any left the server gets requests again."""
        self.backend(server).objections.discard(by)
        self._refresh()

    def add(self, server, weight=1):
        """A new server joins, healthy until somebody objects."""
        backend = Backend(server, weight, self.timeout)
        if weight <= 0:
            raise ValueError(
                f"{backend.name} has weight {weight}: weights are above 0; drain a server to send it nothing"
            )
        if any(backend.name == other.name for other in self.backends):
            raise ValueError(f"two servers are called {backend.name!r}: give each its own name")
        self.backends.append(backend)
        self._refresh()

    async def drain(self, server):
        """Remove a server without losing a request: send it nothing more, wait for those in flight, forget it."""
        backend = self.backend(server)
        backend.draining = True
        self._refresh()
        if backend.in_flight:
            await backend.idle.wait()
        if backend in self.backends:
            self.remove(server)

    def remove(self, server):
        """Forget a server at once. What is in flight there still gets its answer, if the server stays up."""
        backend = self.backend(server)
        backend.draining = True
        self.backends.remove(backend)
        self._refresh()

    def _refresh(self):
        self.ready = [backend for backend in self.backends if backend.ready]
