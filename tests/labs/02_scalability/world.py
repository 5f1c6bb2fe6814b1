"""The day of lab 02, part 4: requests for one queue, and machines that must boot."""

from functools import cache
from heapq import heappop, heappush, heapreplace
from math import cos, inf, pi
from random import Random

LENGTH, PERIOD, OBJECTIVE = 7_200, 15, 6.0  # s
START, PATIENCE, BOOT, FAILS = 8, 90.0, (50.0, 70.0), 0.2
CROWD, GRACE, BLIND = 600, 180, 300  # s
GROWTH = {"doubles": 2.0, "triples": 3.0}


def rate_at(time, events=()):
    """Requests per second: a sine from 4 to 24, and crowds, grown within a minute, that stay for ten."""
    rate = 14.0 - 10.0 * cos(2 * pi * time / LENGTH)
    for event in events:
        if event.verb in GROWTH and 0 <= time - event.time < CROWD:
            rate *= 1 + (GROWTH[event.verb] - 1) * min(1.0, (time - event.time) / 60)
    return rate


@cache
def requests(seed, events):
    """When each request comes, and the seconds of work that it is: the same for every answer."""
    rng, times = Random(f"arrivals {seed}"), []
    for second in range(LENGTH):
        rate, time = rate_at(second + 0.5, events), float(second)
        while (time := time + rng.expovariate(rate)) < second + 1:
            times.append(time)
    works = Random(f"works {seed}")
    return times, [works.expovariate(1.0) for _ in times]


class Pool:
    """Machines that take turns at one queue, exactly: a request begins when the first of them is free."""

    def __init__(self, times, works, machines):
        self.times, self.works, self.free = times, works, [0.0] * machines
        self.begun, self.late = 0, []

    def serve(self, until):
        """Begin all that can begin before this moment."""
        free, times, works, begun = self.free, self.times, self.works, self.begun
        while begun < len(times):
            time, first = times[begun], free[0]
            start = time if time > first else first
            if start >= until:
                break
            heapreplace(free, start + works[begun])
            if start + works[begun] - time > OBJECTIVE:
                self.late.append(time)
            begun += 1
        self.begun = begun

    def joins(self, time):
        self.serve(time)
        heappush(self.free, time)

    def leaves(self):
        """The machine that is free first goes, and finishes what it has begun."""
        heappop(self.free)


class Site:
    """The pool and the machines on their way: does what is wanted, by the rules of part 3."""

    def __init__(self, seed, events):
        self.events, self.pool = events, Pool(*requests(seed, events), START)
        self.chance, self.booting = Random(f"boots {seed}"), []  # (when ready, when ordered), the oldest first
        self.ordered = self.came = 0

    @property
    def ready(self):
        return len(self.pool.free)

    def advance(self, time):
        """Up to this moment: machines come, requests are served, and who is not there in time is given up."""
        for due, _ in sorted(self.booting):
            if due <= time:
                self.pool.joins(due)
        self.booting = [(due, since) for due, since in self.booting if due > time and time - since < PATIENCE]
        self.pool.serve(time)

    def look(self, time):
        """(rate, waiting) as an autoscaler sees them: rate is None while it is hidden."""
        before, times = self.came, self.pool.times
        while self.came < len(times) and times[self.came] < time:
            self.came += 1
        hidden = any(event.verb == "hides" and 0 <= time - event.time < BLIND for event in self.events)
        return None if hidden else (self.came - before) / PERIOD, self.came - self.pool.begun

    def want(self, time, wanted):
        lack = wanted - self.ready - len(self.booting)
        for _ in range(lack):
            never, boot = self.chance.random() < FAILS, self.chance.uniform(*BOOT)
            self.booting.append((inf if never else time + boot, time))
            self.ordered += 1
        for _ in range(-lack):
            if self.booting:
                self.booting.pop()
            else:
                self.pool.leaves()
