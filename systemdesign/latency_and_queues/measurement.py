"""PostgreSQL as a queue: its connections serve, one request sleeps for as long as its work takes."""

from dataclasses import dataclass
from heapq import heapify, heapreplace
from statistics import fmean, pvariance

from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.postgres.pgbench import bench
from systemdesign.engines.postgres.server import Postgres
from systemdesign.sim.trace import nearest_rank

SHORT = 15  # seconds; whatever takes longer is shown from its recording unless asked for
POINTS = 200  # of the latencies, enough for a chart
SCRIPTS = {
    "equal": "select pg_sleep({work});\n",
    "exponential": "\\set u random(1, 1000000)\nselect pg_sleep(-ln(:u / 1000000.0) * {work});\n",
}


@dataclass(frozen=True, kw_only=True)
class QueuePlan(Plan):
    """Requests that come at random, `rate` a second for so many whole `seconds`, to `clients` connections.

    Each takes `work` seconds, all the same ("equal") or on average ("exponential"), and what PostgreSQL itself needs.
    A `rate` of 0 closes the loop: each client asks again as soon as it has its answer. The same `seed` gives the same
    times of arrival and the same work.
    """

    rate: float = 36
    seconds: int = 8
    work: float = 0.02
    clients: int = 1
    spread: str = "equal"
    seed: int = 1

    def __post_init__(self):
        if self.spread not in SCRIPTS:
            raise ValueError(f"no spread of the work is called {self.spread!r}; there are {', '.join(SCRIPTS)}")


@dataclass(frozen=True)
class Queued(Result):
    """What came of a QueuePlan, all times in seconds.

    `throughput` is answers per second. `service` is the mean time from the start of a request to its answer, `cv2` the
    squared coefficient of variation of these times; `mean`, `median` and `p99` are latencies, from when a request was
    due. `times` are latencies in order, thinned evenly to 200 at most. `modelled` is the mean latency which one queue
    gives the same arrivals if each is served for `service`; in a closed loop nobody queues, and it is `service`.
    """

    requests: int
    throughput: float
    service: float
    cv2: float
    mean: float
    median: float
    p99: float
    times: list
    modelled: float

    @property
    def utilisation(self):
        """The share of the time for which a connection serves."""
        return self.throughput * self.service / self.plan.clients


@measurement("postgres", QueuePlan, Queued, slow=lambda plan: plan.seconds > SHORT)
def paced(plan):
    """Requests at a rate (QueuePlan lists the keywords) to a real PostgreSQL, from its tester pgbench: a `Queued`."""
    with Postgres(max_connections=plan.clients + 10) as server:
        found = bench(server, SCRIPTS[plan.spread].format(work=plan.work), clients=plan.clients,
                      seconds=plan.seconds, rate=plan.rate or None, seed=plan.seed)
    services = [latency - lag for latency, lag in zip(found.latencies, found.lags, strict=True)]
    service, ordered = fmean(services), sorted(found.latencies)
    return {
        "requests": len(ordered), "throughput": found.rate, "service": service,
        "cv2": pvariance(services) / service ** 2, "mean": fmean(ordered),
        "median": nearest_rank(ordered, 0.5), "p99": nearest_rank(ordered, 0.99), "times": thinned(ordered),
        "modelled": fmean(one_queue(found.due, service, plan.clients)) if plan.rate else service}


def one_queue(arrivals, service, servers):
    """The latency of each request, in the order of `arrivals`, where the first free server takes the next one."""
    free = [arrivals[0]] * servers
    heapify(free)
    for arrival in arrivals:
        end = max(arrival, free[0]) + service
        heapreplace(free, end)
        yield end - arrival


def thinned(ordered, points=POINTS):
    """At most so many of the ordered values: those in the middle of as many equal shares."""
    shares = min(points, len(ordered))
    return [round(nearest_rank(ordered, (k + 0.5) / shares), 6) for k in range(shares)]
