"""What a real engine did: its requests' outcomes, and when, where and with what it was measured."""

from dataclasses import dataclass

from systemdesign.engines.haproxy.farm import Farm
from systemdesign.engines.http.load import Outcome
from systemdesign.engines.measured import Result, measurement
from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.load_balancing.plan import FarmPlan
from systemdesign.sim.server import Server
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import open_loop, recorded


@dataclass(frozen=True)
class Measurement(Result):
    """The outcome of every request of a FarmPlan, in order.

    `sent` is HAProxy's own count per server: requests in mode "http", connections in "tcp".
    `changes` are (time, server, status): what HAProxy came to believe, and when.
    """

    outcomes: list
    sent: dict
    changes: list

    @property
    def trace(self):
        """The record that a simulation of the same requests gives too, in the order of arrival."""
        trace = Trace()
        for arrived, outcome in zip(self.arrivals, self.outcomes, strict=True):
            trace.record(arrived, outcome.latency, outcome.by, outcome.error)
        return trace

    @property
    def arrivals(self):
        """When each request was due, in seconds from the start."""
        return self.plan.arrivals()

    @property
    def requests(self):
        """The requests, in that order."""
        return self.plan.requests()

    @property
    def works(self):
        """What each request asked for, in seconds of service."""
        return [request.work for request in self.requests]

    @property
    def detection(self):
        """Seconds from the fault until HAProxy took s1 out; None if it never did."""
        fault = min(at for at, _, _ in self.plan.faults)
        return next((at - fault for at, name, status in self.changes if name == "s1" and status == "DOWN"), None)

    def to_json(self):
        """The record as plain data."""
        errors = {}
        for i, outcome in enumerate(self.outcomes):
            if outcome.error is not None:
                errors.setdefault(outcome.error, []).append(i)
        return {
            "sent": self.sent, "changes": [[round(at, 3), name, status] for at, name, status in self.changes],
            "latency_ms": [round(outcome.latency * 1000, 2) for outcome in self.outcomes],
            "by": [outcome.by and int(outcome.by[1:]) for outcome in self.outcomes],
            "errors": errors}

    @classmethod
    def from_json(cls, found, **shared):
        """Latencies come back to 0.01 ms."""
        errors = {i: error for error, indices in found["errors"].items() for i in indices}
        outcomes = [Outcome(ms / 1000, by and f"s{by}", errors.get(i))
                    for i, (ms, by) in enumerate(zip(found["latency_ms"], found["by"], strict=True))]
        return cls(outcomes, found["sent"], list(map(tuple, found["changes"])), **shared)


@measurement("haproxy", FarmPlan, Measurement)
def measure(plan):
    """A plan's requests (FarmPlan lists the keywords) through HAProxy to real servers: a `Measurement`."""
    speeds = plan.speeds or [1.0] * plan.servers
    with Farm(speeds, **plan.proxy) as farm:
        outcomes, changes = farm.run(plan.arrivals(), plan.requests(), plan.faults)
        return {"outcomes": outcomes, "sent": farm.haproxy.counts(), "changes": changes}


async def modelled(plan):
    """The trace of the same requests, sent at the same moments, through the model of that farm."""
    trace, speeds = Trace(), plan.speeds or [1.0] * plan.servers
    servers = [Server(f"s{i + 1}", speed=speed) for i, speed in enumerate(speeds)]
    watched = trace.watch(LoadBalancer(servers, plan.policy, weights=plan.weights))
    await open_loop(watched, recorded(plan.arrivals()), iter(plan.requests()), count=plan.count)
    return trace
