"""The same breaker before a real server that stands still, and before that server's twin in virtual time."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from systemdesign.circuit_breaker.breaker import Breaker
from systemdesign.circuit_breaker.measurement import QUICK, StallPlan
from systemdesign.engines.http.load import HEAD_START, in_thread
from systemdesign.engines.http.server import FickleServer
from systemdesign.engines.http.service import WebService
from systemdesign.engines.measured import Result, measurement
from systemdesign.kernel.run import run
from systemdesign.sim.request import Request, ServiceError, with_timeout
from systemdesign.sim.server import Server
from systemdesign.sim.trace import Trace


@dataclass(frozen=True, kw_only=True)
class OursPlan(StallPlan):
    """A StallPlan behind our Breaker, which opens after `in_a_row` failures for `open_for` seconds."""

    stops: float = 0.31  # requests are made every 0.02 s, and which is first in the same instant would be chance
    stall: float = 1.7
    limit: float = 0.31
    end: float = 3.2
    in_a_row: int = 5
    open_for: float = 0.8


@dataclass(frozen=True)
class BehindOurs(Result):
    """What came of an OursPlan, on a real server, and in the `model`.

    `states` has [time, new state] for each change of the breaker's, `outcomes` counts what callers got: "answered" or
    the name of an error. The `model` has both as well.
    """

    states: list
    outcomes: dict
    model: dict


@measurement("http", OursPlan, BehindOurs)
def behind_ours(plan):
    """A server that stands still behind our breaker, for real and in virtual time: `BehindOurs`."""
    with FickleServer("s1", share=0.0, slow=0.0, quick=QUICK) as server:
        real = in_thread(lambda: over_http(plan, server))
    model = Server("s1", workers=len(plan.arrivals), hears=True)
    return {**real, "model": run(observe(plan, model, model))}


async def over_http(plan, server):
    """Observe a real server."""
    service = WebService(server.port, server.name)
    try:
        return await observe(plan, server, service)
    finally:
        service.close()


async def observe(plan, server, service):
    """Ask the service of this server through a breaker: the changes of its state, and what the callers got."""
    loop, trace, states = asyncio.get_running_loop(), Trace(), []
    start, limited = loop.time() + HEAD_START, with_timeout(service, plan.limit)

    def note():
        if not states or breaker.state != states[-1][1]:
            states.append([round(loop.time() - start, 3), breaker.state])

    async def begun(request):
        note()  # that it is the trial, if it is
        return await limited(request)

    async def ended(request):
        try:
            return await breaker(request)
        finally:
            note()

    async def ask(at):
        await asyncio.sleep(start + at - loop.time())
        with suppress(ServiceError):
            await asked(Request(0, work=QUICK))

    breaker, asked = Breaker(begun, plan.in_a_row, plan.open_for), trace.watch(ended)
    for at, act in plan.faults(server):
        loop.call_at(start + at, act)
    await asyncio.gather(*map(ask, plan.arrivals))
    return {"states": states, "outcomes": dict(Counter(outcome or "answered" for outcome in trace.outcome))}
