"""What to measure: the traffic and the farm, as plain numbers that a seed turns into requests."""

from dataclasses import dataclass
from itertools import accumulate, islice

from systemdesign.engines.measured import Plan
from systemdesign.sim.distributions import exponential
from systemdesign.sim.workload import poisson, requests

BALANCE = {
    "random": "random(1)",
    "round robin": "roundrobin",
    "weighted": "roundrobin",
    "least connections": "leastconn",
    "power of two choices": "random(2)",
}


@dataclass(frozen=True, kw_only=True)
class FarmPlan(Plan):
    """Poisson arrivals, exponential work, and HAProxy in front of one-worker servers.

    `policy` has the name that the course's `LoadBalancer` gives it. `load` is
    the servers' utilisation, `service` the mean work in seconds; `weights` and
    `speeds` have one number per server. With `clients`, each request belongs to
    one of so many keep-alive connections; without, it takes whichever is idle.
    `kill` and `pause` are times in seconds at which that happens to server s1.
    The rest is HAProxy's (engines/haproxy/proxy.py). One plan and seed give the same requests
    on every machine, and the same as the simulation's streams.
    """

    policy: str = "round robin"
    servers: int = 4
    count: int = 500
    load: float = 0.7
    service: float = 0.02
    seed: int = 1
    mode: str = "http"
    weights: tuple | None = None
    speeds: tuple | None = None
    clients: int | None = None
    kill: float | None = None
    pause: float | None = None
    interval: float = 0.2
    fall: int = 2
    retries: int = 0
    redispatch: bool = False

    def __post_init__(self):
        if self.policy not in BALANCE:
            known = ", ".join(map(repr, BALANCE))
            raise ValueError(f"HAProxy has no policy called {self.policy!r} here; it has {known}")

    def arrivals(self):
        """When each request is due, in seconds from the start."""
        gaps = poisson(self.load * self.servers / self.service, self.seed)
        return list(accumulate(islice(gaps, self.count)))

    def requests(self):
        """The requests: how much work each brings, and whose it is."""
        endless = requests(work=exponential(self.service), clients=self.clients, seed=self.seed)
        return list(islice(endless, self.count))

    @property
    def faults(self):
        """(time, server, deed) for whatever is to go wrong."""
        return [(at, "s1", deed) for deed, at in (("kill", self.kill), ("pause", self.pause)) if at is not None]

    @property
    def proxy(self):
        """The part that is HAProxy's own."""
        names = ("mode", "weights", "interval", "fall", "retries", "redispatch")
        return {"balance": BALANCE[self.policy]} | {name: getattr(self, name) for name in names}
