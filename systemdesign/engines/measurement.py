"""What a real engine did: its requests' outcomes, and when, where and with what it was measured."""

import os
import platform
from dataclasses import dataclass
from datetime import date

from systemdesign.engines.installed import available
from systemdesign.engines.load import Outcome
from systemdesign.engines.plan import Plan
from systemdesign.sim.trace import Trace


@dataclass(frozen=True)
class Measurement:
    """The outcome of every request of a plan, in order; `live` says whether it was measured just now.

    `sent` is HAProxy's own count per server: requests in mode "http", connections in "tcp".
    `changes` are (time, server, status): what HAProxy came to believe, and when.
    """

    plan: Plan
    outcomes: list
    sent: dict
    changes: list
    made: dict
    live: bool

    @property
    def source(self):
        """One line to print under every figure: live or recorded, when, where, which versions."""
        how = "Measured just now" if self.live else f"Recorded on {self.made['date']}"
        return f"{how}: {self.made['engine']} on {self.made['machine']}, Python {self.made['python']}."

    @property
    def trace(self):
        """The record that a simulation of the same requests gives too, in the order of arrival."""
        trace = Trace()
        for arrived, outcome in zip(self.arrivals, self.outcomes, strict=True):
            trace.record(arrived, outcome.latency, outcome.by, outcome.error)
        return trace

    @property
    def arrivals(self):
        return self.plan.arrivals()

    @property
    def requests(self):
        return self.plan.requests()

    @property
    def works(self):
        return [request.work for request in self.requests]

    @property
    def detection(self):
        """Seconds from the fault until HAProxy took s1 out; None if it never did."""
        fault = min(at for at, _, _ in self.plan.faults)
        return next((at - fault for at, name, status in self.changes if name == "s1" and status == "DOWN"), None)

    def to_json(self):
        errors = {}
        for i, outcome in enumerate(self.outcomes):
            if outcome.error is not None:
                errors.setdefault(outcome.error, []).append(i)
        return {
            "plan": self.plan.asked(), "made": self.made, "sent": self.sent,
            "changes": [[round(at, 3), name, status] for at, name, status in self.changes],
            "latency_ms": [round(outcome.latency * 1000, 2) for outcome in self.outcomes],
            "by": [outcome.by and int(outcome.by[1:]) for outcome in self.outcomes],
            "errors": errors}

    @classmethod
    def from_json(cls, data):
        """A recorded measurement, latencies to 0.01 ms."""
        errors = {i: error for error, indices in data["errors"].items() for i in indices}
        outcomes = [Outcome(ms / 1000, by and f"s{by}", errors.get(i))
                    for i, (ms, by) in enumerate(zip(data["latency_ms"], data["by"], strict=True))]
        changes = [tuple(change) for change in data["changes"]]
        return cls(plan_of(data["plan"]), outcomes, data["sent"], changes, data["made"], live=False)


def plan_of(asked):
    """A plan from keywords; lists become tuples, so that equal plans compare equal."""
    return Plan(**{name: tuple(value) if isinstance(value, list) else value for name, value in asked.items()})


def here(engine="haproxy"):
    """When, where and with what a live measurement is made."""
    machine = f"{platform.system()} {platform.machine()} with {os.cpu_count()} processors"
    return {"date": date.today().isoformat(), "machine": machine,
            "engine": available(engine).reason, "python": platform.python_version()}
