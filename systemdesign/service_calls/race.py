"""Two copies of a call race through queues, without the event loop; `Hedge` runs the same race on real components.

Servers work in the order of arrival, for exponential times of mean 1. The second copy goes out after `delay`, if there
is no answer by then; the first answer counts. A loser that is heard of leaves its queue or its server at once; one that
is not is worked off to the end.
"""

from collections import deque
from heapq import heappop, heappush
from math import inf, log
from typing import NamedTuple

from systemdesign.kernel.streams import stream
from systemdesign.service_calls.hedge import another
from systemdesign.sim.workload import poisson

WORKS_ON, HEARS = "works on", "hears"


class Race(NamedTuple):
    """When each request came and how long it took, in the order of arrival; copies sent, and the work spent on them."""

    arrived: list
    took: list
    sent: int
    work: float

    def late(self, start, end=inf):
        """How long those took, sorted, that came within this stretch of time."""
        return sorted(took for time, took in zip(self.arrived, self.took) if start <= time < end)


def race(load, servers, delay, loser, until, seed=None):
    """Requests come for so many seconds, and all are answered in the end; a `delay` of None asks once."""
    rules = {WORKS_ON: _WorksOn, HEARS: _Hears}[loser]
    moments, time = [], 0.0
    for gap in poisson(load * servers, seed):
        if (time := time + gap) > until:
            break
        moments.append(time)
    run = rules(servers, inf if delay is None else delay, seed)
    return Race(moments, run.through(moments), run.sent, run.work)


class _Servers:
    """What both kinds have: who is drawn for a copy, and how much work it brings."""

    def __init__(self, servers, delay, seed):
        self.servers, self.delay, self.sent, self.work = servers, delay, 0, 0.0
        self.pick = stream("copies", seed).randrange
        self.draws = [stream(f"server s{k + 1}", seed).random for k in range(servers)]

    def other(self, first):
        return another(self.pick(self.servers - 1), first)

    def draw(self, server):
        self.sent += 1
        return -log(1.0 - self.draws[server]())


class _WorksOn(_Servers):
    """Each copy is worked off, so all there is to know of a server is when it will be free."""

    def through(self, moments):
        self.free, self.took = [0.0] * self.servers, []
        hedges, delay = deque(), self.delay
        for number, time in enumerate(moments):
            while hedges and hedges[0][0] <= time:
                self.hedge(*hedges.popleft())
            server = self.pick(self.servers)
            self.took.append(self.send(server, time) - time)
            if self.took[-1] > delay:
                hedges.append((time + delay, number, server))
        for hedge in hedges:
            self.hedge(*hedge)
        return self.took

    def hedge(self, time, number, first):
        end = self.send(self.other(first), time)
        self.took[number] = min(self.took[number], self.delay + end - time)

    def send(self, server, time):
        work = self.draw(server)
        self.work += work
        self.free[server] = max(self.free[server], time) + work
        return self.free[server]


class _Hears(_Servers):
    """A loser is gone when the winner ends, so the ends are waited for, one after the other."""

    def through(self, moments):
        self.moments, self.took = moments, [None] * len(moments)
        self.queues = [deque() for _ in range(self.servers)]  # (number, work)
        self.serving = [None] * self.servers  # (number, since when)
        self.ends, self.where = [], []  # (time, number); the servers that have each request
        hedges, delay = deque(), self.delay
        for number, time in enumerate(moments):
            while hedges and hedges[0][0] <= time:
                self.hedge(*hedges.popleft())
            self.finish(time)
            self.where.append(())
            self.send(number, self.pick(self.servers), time)
            if delay < inf:
                hedges.append((time + delay, number))
        for hedge in hedges:
            self.hedge(*hedge)
        self.finish(inf)
        return self.took

    def hedge(self, time, number):
        self.finish(time)
        if self.took[number] is None:
            self.send(number, self.other(*self.where[number]), time)

    def send(self, number, server, time):
        self.where[number] += (server,)
        self.queues[server].append((number, self.draw(server)))
        if self.serving[server] is None:
            self.start(server, time)

    def start(self, server, time):
        """Serve the next who still waits for an answer, if anybody does."""
        queue, self.serving[server] = self.queues[server], None
        while queue:
            number, work = queue.popleft()
            if self.took[number] is None:
                self.serving[server] = number, time
                heappush(self.ends, (time + work, number))
                return

    def finish(self, until):
        """All that ends up to this moment; the end of a copy that has left its server is passed over."""
        while self.ends and self.ends[0][0] <= until:
            time, number = heappop(self.ends)
            if self.took[number] is None:
                self.took[number] = time - self.moments[number]
                for server in self.where[number]:
                    self.leave(server, number, time)

    def leave(self, server, number, time):
        if self.serving[server] and self.serving[server][0] == number:
            self.work += time - self.serving[server][1]
            self.start(server, time)
