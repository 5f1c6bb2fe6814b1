"""Part 4 of lab 03 is judged on a fleet: servers in the judge's hands, and the student's balancer over them."""

import asyncio
from collections import Counter
from math import inf
from random import Random

from systemdesign import now
from systemdesign.sim.request import Request

from .scene import fail, farm, settled

WINDOW = 1e6  # s: so long that a weight says since when, and that with least=0 who has joined is not admitted


class Fleet:
    """Servers that answer after 0.05 s, the student's balancer over them, and what was asked of whom."""

    def __init__(self, lab, names="abcd", servers=None, seed=1, least=1.0, options=None, **ejection):
        """`options` are the balancer's; those of the ejection are as mild as can be."""
        self.servers = servers or farm(names, after=0.05)
        self.named = {server.name: server for server in self.servers}
        rules = {"failures": 3, "base": 10.0, "share": 1.0, **ejection}
        self.ejection = lab.Ejection(self.servers, **rules)
        self.slow_start = lab.SlowStart(window=WINDOW, least=least)
        self.failures = rules["failures"]
        self.balancer = lab.Balancer(self.servers, Random(seed), self.ejection, self.slow_start, **(options or {}))

    async def ask(self, count, gap=0.1, first=0):
        """Requests one after another; what came of each."""
        outcomes = []
        for n in range(first, first + count):
            outcomes.append(await settled(patient(self.balancer(Request(n)))))
            await asyncio.sleep(gap)
        return outcomes

    async def tell(self, request=0):
        """A request that nobody answers, so that nothing is said of a server; whom it was sent to."""
        before = {server.name: len(server.calls) for server in self.servers}
        task = asyncio.ensure_future(self.balancer(Request(request)))
        await asyncio.sleep(1e-6)
        task.cancel()
        await asyncio.sleep(1e-6)
        return [server.name for server in self.servers if len(server.calls) > before[server.name]]

    def asked(self, since=0.0, until=inf):
        return Counter(call.name for server in self.servers for call in server.calls if since <= call.time < until)

    def out(self, names):
        for name in names:
            fail(self.ejection, self.named[name], self.failures)

    def since(self):
        """When each server joined, as the student's slow start was told; None for those that never did."""
        weights = {server.name: self.slow_start.weight(server) for server in self.servers}
        return {name: None if weight == 1 else now() - weight * WINDOW for name, weight in weights.items()}


async def patient(call):
    """The outcome; words when the balancer keeps the client waiting for more than 20 s."""
    task = asyncio.ensure_future(call)
    await asyncio.wait([task], timeout=20)
    return task.result() if task.done() else task.cancel() and "no answer in 20 s"
