"""A real server that stands still for a while behind Traefik's breaker, and what its callers get."""

from collections import Counter
from dataclasses import dataclass
from math import ceil
from statistics import median

from systemdesign.engines.http.load import Load
from systemdesign.engines.http.server import FickleServer
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.traefik.proxy import Traefik
from systemdesign.sim.request import Request

QUICK = 0.005  # s, in which the server answers, however many ask it
SLICE = 0.5  # s, for each of which the answers are counted
ANSWERED, REFUSED = "200", "503"


@dataclass(frozen=True, kw_only=True)
class StallPlan(Plan):
    """A server that is asked `rate` times a second until `end`, and stands still for `stall` seconds from `stops` on.

    It is given `limit` seconds for an answer.
    """

    rate: int = 50
    stops: float = 2.0
    stall: float = 1.5
    limit: float = 0.3
    end: float = 7.0

    @property
    def back(self):
        """When the server goes on."""
        return self.stops + self.stall

    @property
    def arrivals(self):
        """When it is asked, in seconds from the start."""
        return [number / self.rate for number in range(round(self.rate * self.end))]

    def faults(self, server):
        """(time, what is done to the server) for the stall."""
        return [(self.stops, server.pause), (self.back, server.resume)]


@dataclass(frozen=True, kw_only=True)
class TraefikPlan(StallPlan):
    """A StallPlan behind Traefik's breaker, which opens when more than a `share` of the answers are failures.

    It looks every `check` seconds, refuses for `fallback` seconds, and lets more and more through for `recovery`.
    """

    share: float = 0.3
    check: float = 0.1
    fallback: float = 1.0
    recovery: float = 1.0


@dataclass(frozen=True)
class BehindTraefik(Result):
    """What came of a TraefikPlan. Times are in seconds from the start; a request counts when it was made.

    `codes` counts, for each SLICE, the answers by their status, of which the median took `times`; `took` has that
    median for each status. `opens` is the first one refused, when `out` others had no answer yet; `first` is the first
    one answered after the stall, and from `whole` on all are. What never came is None.
    """

    codes: list
    times: list
    took: dict
    opens: float
    out: int
    first: float
    whole: float


@measurement(("traefik", "http"), TraefikPlan, BehindTraefik)
def behind_traefik(plan):
    """A server that stands still behind Traefik's breaker, and what its callers get: `BehindTraefik`."""
    with FickleServer("s1", share=0.0, slow=0.0, quick=QUICK) as server, proxy(plan, server.port) as traefik:
        requests = [Request(number, work=0.0) for number in range(len(plan.arrivals))]
        outcomes = Load(traefik.port, plan.arrivals, requests, events=plan.faults(server)).run()
    return summary(plan, [(at, status(outcome), outcome.latency) for at, outcome in zip(plan.arrivals, outcomes)])


def proxy(plan, port):
    """Traefik with a breaker before the server at this port."""
    failures = f"NetworkErrorRatio() > {plan.share} || ResponseCodeRatio(500, 600, 0, 600) > {plan.share}"
    breaker = {"expression": failures, "checkPeriod": f"{plan.check}s",
               "fallbackDuration": f"{plan.fallback}s", "recoveryDuration": f"{plan.recovery}s"}
    return Traefik(routers={"all": {"rule": "PathPrefix(`/`)", "service": "server", "middlewares": ["breaker"]}},
                   services={"server": {"loadBalancer": {"servers": [{"url": f"http://127.0.0.1:{port}"}],
                                                         "serversTransport": "limit"}}},
                   middlewares={"breaker": {"circuitBreaker": breaker}},
                   serversTransports={"limit": {"forwardingTimeouts": {"responseHeaderTimeout": f"{plan.limit}s"}}})


def status(outcome):
    """Its HTTP status, or what happened instead, in a word or two."""
    return (outcome.error or ANSWERED).removeprefix("HTTP ")


def summary(plan, answers):
    """What a BehindTraefik says of (time, status, seconds taken) for each request, in order of time."""
    slices = [[] for _ in range(ceil(plan.end / SLICE))]
    for at, code, took in answers:
        slices[int(at / SLICE)].append((code, took))
    codes = sorted({code for _, code, _ in answers})
    opens = next((at for at, code, _ in answers if code == REFUSED), None)
    return {"codes": [dict(Counter(code for code, _ in part)) for part in slices],
            "times": [round(median(took for _, took in part), 4) for part in slices],
            "took": {each: round(median(took for _, code, took in answers if code == each), 4) for each in codes},
            "opens": opens, "out": sum(at < opens < at + took for at, _, took in answers) if opens else 0,
            "first": next((at for at, code, _ in answers if code == ANSWERED and at > plan.back), None),
            "whole": round(max(at for at, code, _ in answers if code != ANSWERED) + 1 / plan.rate, 3)}
