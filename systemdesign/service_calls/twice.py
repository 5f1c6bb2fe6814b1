"""A second copy of a slow call: what it saves and costs on real servers, and on the same servers in virtual time."""

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass

from systemdesign.engines.http.fickle import SLOWLY, Fickle
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.http.server import FickleServer
from systemdesign.engines.http.service import WebService
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.kernel.run import run
from systemdesign.service_calls.hedge import Hedge
from systemdesign.service_calls.page import Page
from systemdesign.sim.request import Request
from systemdesign.sim.trace import Trace

PATIENCE = 10.0  # s, for a call: long enough that none is given up


@dataclass(frozen=True, kw_only=True)
class TwicePlan(Plan):
    """So many `pages` that call ten services each, read by so many `readers` at once.

    Each call goes to one of two servers, which answers after `quick` seconds, a `share` of the time after `slow` ones.
    All is done without a second copy, and again with one `delay` seconds later.
    """

    pages: int = 400
    services: int = 10
    readers: int = 8
    share: float = 0.02
    slow: float = 0.2
    quick: float = 0.01
    delay: float = 0.05
    seed: int = 0

    def servers(self, kind):
        """The two of them, each with a stream of chance of its own."""
        return [kind(name, self.share, self.slow, self.quick, f"{self.seed}{name}") for name in "ab"]


@dataclass(frozen=True)
class Twice(Result):
    """What came of a TwicePlan, without second copies and with them, [a, b]: on real servers, and in the `model`.

    `pages` counts those that had to wait for a slow answer, `sends` all copies, and of ten pages nine took at most
    `nine` seconds.
    """

    pages: list
    sends: list
    nine: list
    model: dict


@measurement("http", TwicePlan, Twice)
def ask_twice(plan):
    """Pages of ten calls, without second copies and with them, on real servers and in virtual time: `Twice`."""
    real, model = zip(*([real_pages(plan, delay), run(model_pages(plan, delay))] for delay in (None, plan.delay)))
    names = ("pages", "sends", "nine")
    return {**dict(zip(names, map(list, zip(*real)))), "model": dict(zip(names, map(list, zip(*model))))}


def real_pages(plan, delay):
    """Read all pages on two servers that have just started."""
    with ExitStack() as stack:
        servers = [stack.enter_context(server) for server in plan.servers(FickleServer)]
        return in_thread(lambda: pages_over_http(servers, plan, delay))


async def pages_over_http(servers, plan, delay):
    """Read all pages on an ordinary loop."""
    services = [WebService(server.port, server.name) for server in servers]
    try:
        return await read(services, plan, delay)
    finally:
        for service in services:
            service.close()


async def model_pages(plan, delay):
    """Read all pages from services that draw as the servers do, on the loop of virtual time."""
    def service(fickle):
        async def answer(request):
            return 200, await fickle.signed()
        return answer

    return await read([service(fickle) for fickle in plan.servers(Fickle)], plan, delay)


async def read(services, plan, delay):
    """All pages by all readers: how many pages were slow, how many copies were sent, and the ninth tenth's time."""
    sends, times, slow = Trace(), Trace(), []
    call = Hedge([sends.watch(service) for service in services], delay)
    page = times.watch(Page(PATIENCE, **{f"part {number}": call for number in range(plan.services)}))
    left = iter(range(plan.pages))

    async def reader():
        for number in left:
            parts = await page(Request(number, work=0.0))
            slow.append(any(by.endswith(SLOWLY) for _, by in parts.values()))

    await asyncio.gather(*(reader() for _ in range(plan.readers)))
    return sum(slow), len(sends), round(sorted(times.latency)[int(0.9 * plan.pages)], 6)
