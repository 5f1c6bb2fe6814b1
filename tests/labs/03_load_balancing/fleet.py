"""Part 4 of lab 03 is judged on a fleet: servers, links and a guard round the student's balancer."""

import asyncio
from collections import Counter
from math import inf

from systemdesign import now, stream
from systemdesign.sim.link import Link
from systemdesign.sim.request import Request

from .scene import fail, farm, names, settled


class Watched:
    """A server in the judge's hands: keeps who was asked and when, and which candidates were available then."""

    def __init__(self, server, calls):
        self.server, self.name, self.calls = server, server.name, calls

    async def __call__(self, request):
        self.calls.append((now(), self.name, request.id))
        return await self.server(request)


async def patient(call):
    """None when the balancer keeps the client waiting for more than 20 s."""
    done, _ = await asyncio.wait([asyncio.ensure_future(call)], timeout=20)
    return done.pop().result() if done else None


class Fleet:
    """Servers, the student's balancer over them, and what was asked of whom."""

    def __init__(self, lab, names="abcd", seconds=0.05, panic=0.5, timeout=1.0, window=10.0, **ejection):
        self.servers, self.calls = farm(names, seconds), []
        self.watched = [Watched(server, self.calls) for server in self.servers]
        rules = {"failures": 3, "base": 10.0, "share": 1.0, **ejection}
        self.ejection = lab.Ejection(self.watched, **rules)
        self.slow_start = lab.SlowStart(window=window, least=0.1)
        self.balancer = lab.Balancer(
            self.watched, stream("choices"), self.ejection, self.slow_start, panic=panic, timeout=timeout
        )

    async def ask(self, count, gap=0.1):
        """Requests one after another; what came of each."""
        outcomes = []
        for n in range(count):
            outcomes.append(await settled(patient(self.balancer(Request(n)))))
            await asyncio.sleep(gap)
        return outcomes

    def asked(self, since=0.0, until=inf):
        return Counter(name for time, name, _ in self.calls if since <= time < until)

    def guarded(self, story):
        guard = Guard(self.ejection, story)
        for server in self.watched:
            server.calls = guard
        return guard

    def out(self, names):
        for server in self.watched:
            if server.name in names:
                fail(self.ejection, server, 3)


class Far:
    """A server behind a link: what can befall either."""

    def __init__(self, server):
        self.server, self.link, self.name = server, Link(server, patience=0.5), server.name
        self.crash, self.restart, self.pause, self.resume = server.crash, server.restart, server.pause, server.resume
        self.cut, self.heal = self.link.partition, self.link.heal

    def slow(self):
        self.server.slow(50)

    async def __call__(self, request):
        return await self.link(request)


BAD_DAY = ["crash", "cut", "pause", "slow", "restart", "heal", "resume"]


class Guard:
    """Notes when an ejected server is asked outside a panic, or a request is sent twice."""

    def __init__(self, ejection, story):
        self.ejection, self.story, self.seen, self.broken = ejection, story, set(), ""

    def append(self, call):
        _, name, number = call
        available = names(self.ejection.available())
        if len(available) >= 2 and name not in available:
            self.note(
                f"request {number} goes to {name}",
                f"{name} was asked while it was ejected and {available} were available.",
            )
        if number in self.seen:
            self.note(
                f"request {number} is sent again", "Each request is sent once and has one end, an answer or an error."
            )
        self.seen.add(number)

    def note(self, what, hint):
        self.story.note(what)
        self.broken = self.broken or hint
