"""A service comes back cold, and a breaker decides who calls it: the minutes until all are served again.

Without the event loop; `Breaker` and `Cold` do the same on real components.
"""

from collections import deque
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from systemdesign.circuit_breaker.breaker import CLOSED, HALF_OPEN, OPEN
from systemdesign.kernel.streams import stream
from systemdesign.sim.workload import poisson

ONE, EVERYBODY, RAMP, NONE = "one trial", "everybody tries", "a ramp", "no breaker"
CUSTOMERS, SLOTS, LOAD, LIMIT = 2000, 20, 0.4, 1.0
IN_A_ROW, RAMP_LASTS = 5, 60.0
UNTIL, QUIET = 600.0, 30.0  # s; it ends when so many seconds have passed without a failure

LOADED, LATE = range(2)


class Back(NamedTuple):
    """When the last call was not answered, those that weren't, how often the breaker opened, and the calls by seconds:
    all of them, and those that were answered."""

    full: float
    lost: int
    opened: int
    calls: list
    good: list

    def by_time(self, step):
        """(times, the share of calls that were answered), at the middle of each stretch of so many seconds.

        From when on all are served, all are.
        """
        times, shares = [], []
        for start in range(0, len(self.calls), step):
            calls, good = (sum(some[start : start + step]) for some in (self.calls, self.good))
            times.append(start + step / 2)
            shares.append(round(good / calls, 4) if calls else 1.0)
        return times, shares


class Call:
    """One call that has to wait: whose, since when, in which era of the breaker, and whether it is settled."""

    __slots__ = ("key", "time", "era", "settled")

    def __init__(self, key, time, era):
        self.key, self.time, self.era, self.settled = key, time, era, False


class Gate:
    """The breaker: half-open it lets one call through, or everybody, or a share that grows."""

    def __init__(self, trial, open_for, seed):
        self.trial, self.open_for, self.chance = trial, open_for, stream("ramp", seed).random
        self.state, self.era, self.failures, self.opened = CLOSED if trial == NONE else OPEN, 0, 0, 0
        self.due = self.since = 0.0

    def lets(self, time):
        """Whether a call that comes now is made."""
        if self.state == OPEN and time >= self.due:
            self.since = time
            self.move(HALF_OPEN)
            return True
        if self.state == HALF_OPEN and self.trial == RAMP:
            if time - self.since >= RAMP_LASTS:
                self.move(CLOSED)
            return self.chance() < (time - self.since) / RAMP_LASTS
        return self.state == CLOSED or (self.state == HALF_OPEN and self.trial == EVERYBODY)

    def hear(self, time, well, era):
        """What came of a call of this era."""
        if era != self.era or self.trial == NONE:
            return
        self.failures = 0 if well else self.failures + 1
        if not well and (self.state == HALF_OPEN or self.failures >= IN_A_ROW):
            self.due, self.opened = time + self.open_for, self.opened + 1
            self.move(OPEN)
        elif well and self.state == HALF_OPEN and self.trial != RAMP:
            self.move(CLOSED)

    def move(self, state):
        """Be in another state."""
        self.state, self.era = state, self.era + 1


class Run:
    """The service, the gate before it, and what has been seen."""

    def __init__(self, trial, open_for, seed):
        self.gate, self.loaded = Gate(trial, open_for, seed), bytearray(CUSTOMERS)
        self.free, self.queue, self.events, self.number = SLOTS, deque(), [], count()
        self.calls, self.good, self.last = [0] * int(UNTIL), [0] * int(UNTIL), 0.0

    def arrive(self, time, key):
        """A call: answered at once, waiting, or refused."""
        self.calls[int(time)] += 1
        if not self.gate.lets(time):
            self.last = time
        elif self.loaded[key]:
            self.answer(time, time, self.gate.era)
        else:
            call = Call(key, time, self.gate.era)
            self.later(time + LIMIT, LATE, call)
            self.queue.append(call)
            self.load(time)

    def load(self, time):
        """Begin with those who wait, as far as slots are free."""
        while self.free and self.queue:
            self.free -= 1
            self.later(time + LOAD, LOADED, self.queue.popleft())

    def later(self, time, what, call):
        heappush(self.events, (time, what, next(self.number), call))

    def settle(self, until):
        """All that ends up to this time."""
        while self.events and self.events[0][0] <= until:
            time, what, _, call = heappop(self.events)
            if what == LOADED:
                self.loaded[call.key] = True
                self.free += 1
                self.load(time)
            if call.settled:
                continue
            call.settled = True
            if what == LOADED:
                self.answer(time, call.time, call.era)
            else:
                self.last = max(self.last, call.time)
                self.gate.hear(time, False, call.era)

    def answer(self, time, asked, era):
        self.good[int(asked)] += 1
        self.gate.hear(time, True, era)


def recovery(callers, trial, open_for, seed=None):
    """So many calls a second from the moment at which the open time is up and the service is back: what comes, Back."""
    run, customer, time = Run(trial, open_for, seed), stream("customers", seed).random, 0.0
    for gap in poisson(callers, seed):
        time += gap
        if time >= UNTIL or time - run.last > QUIET:
            break
        run.settle(time)
        run.arrive(time, int(customer() * CUSTOMERS))
    run.settle(UNTIL)
    return Back(run.last, sum(run.calls) - sum(run.good), run.gate.opened, run.calls, run.good)
