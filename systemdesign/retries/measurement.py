"""The storm of chapter 14 twice: on a real server that stalls, and in the model of one."""

import asyncio
from dataclasses import dataclass
from itertools import accumulate, islice
from math import inf
from typing import NamedTuple

from systemdesign.engines.http.load import in_thread
from systemdesign.engines.http.server import WebServer
from systemdesign.engines.http.service import WebService
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.retries.backoff import AtOnce
from systemdesign.retries.budget import Budget, unlimited
from systemdesign.retries.retry import Retry
from systemdesign.retries.storm import retry_storm
from systemdesign.sim.distributions import exponential
from systemdesign.sim.request import with_timeout
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import open_loop, poisson, recorded, requests


@dataclass(frozen=True, kw_only=True)
class StormPlan(Plan):
    """`count` requests at `rate` a second, of exponential `work` s on average, to a server that stands still.

    It does so from `stall[0]` to `stall[1]` s. Clients give up a try after `timeout` s and try again at once, up to
    `attempts` times, as far as a budget of `ratio` allows; None is no budget.
    """

    ratio: float | None = None
    rate: float = 60.0
    work: float = 0.01
    count: int = 300
    timeout: float = 0.2
    stall: tuple = (1.0, 1.7)
    attempts: int = 3
    seed: int = 1

    def arrivals(self):
        """When each request is due, in seconds from the start."""
        return list(accumulate(islice(poisson(self.rate, self.seed), self.count)))

    def requests(self):
        """The requests, with what each asks for."""
        return list(islice(requests(exponential(self.work), seed=self.seed), self.count))

    def budget(self):
        """The clients' common budget; None where they have no limit."""
        return None if self.ratio is None else Budget(self.ratio)


class Night(NamedTuple):
    """When the server was sent something, and when a client who still waited had an answer: seconds from the start."""

    sent: list
    answers: list

    def answered(self, begin, end):
        """How many answers came after `begin`, up to `end`."""
        return sum(begin < time <= end for time in self.answers)


@dataclass(frozen=True)
class Storms(Result):
    """The night of a StormPlan on the real server: `sent` and `answers` are a Night's, in seconds from the start."""

    sent: list
    answers: list

    @property
    def nights(self):
        """The night as "measured", and the same requests in the "model", which knows the plan alone."""
        return {"measured": Night(self.sent, self.answers), "model": self._model()}

    def _model(self):
        plan, works = self.plan, [request.work for request in self.plan.requests()]
        storm = retry_storm(recorded(plan.arrivals()), works, until=inf, timeout=plan.timeout, stall=plan.stall,
                            attempts=plan.attempts, budgets=[plan.budget() or unlimited()])
        return Night(storm.sent, storm.answers)

    def story(self, begin, end):
        """What both were sent in all, and what they answered from `begin` to `end`, in a sentence."""
        measured, model = self.nights.values()
        return (f"{len(measured.sent)} sends (model {len(model.sent)}), {measured.answered(begin, end)} answers "
                f"between {begin:g} and {end:g} s (model {model.answered(begin, end)})")


@measurement("http", StormPlan, Storms)
def both_storms(plan):
    """A real server that stalls, and clients who try again (StormPlan lists the keywords): `Storms`."""
    with WebServer("s1") as server:
        return in_thread(lambda: stalled(server, plan))


async def stalled(server, plan):
    """The night on an ordinary loop. The server goes on with what its client has given up, as most servers do."""
    loop, service = asyncio.get_running_loop(), WebService(server.port, server.name)
    start = loop.time()
    sends, trace = Trace(start), Trace(start)
    client = Retry(sends.watch(with_timeout(service, plan.timeout)), plan.attempts, AtOnce(), plan.budget())
    deeds = [loop.call_at(start + at, deed) for at, deed in zip(plan.stall, (server.pause, server.resume))]
    try:
        await open_loop(trace.watch(client), recorded(plan.arrivals()), iter(plan.requests()))
    finally:
        service.close()
        for deed in deeds:
            deed.cancel()
    settled = zip(trace.arrived, trace.latency, trace.outcome)
    return {"sent": sorted(round(time - start, 4) for time in sends.arrived),
            "answers": sorted(round(begin + latency - start, 4) for begin, latency, lost in settled if not lost)}
