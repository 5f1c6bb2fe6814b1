"""A hedge of the student's before two services that answer as told, and what should come of one call."""

import asyncio
from dataclasses import dataclass, field

from systemdesign.kernel import at
from systemdesign.sim.request import ServiceError

from .scene import BESIDE, Desk, ended, running

FAILURES = (ServiceError, TimeoutError)


@dataclass
class Seen:
    """One call, or what should have come of it. Copies are (name, sent, told); `asks` are moments."""

    how: object
    time: float
    copies: list
    asks: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    running: list = field(default_factory=list)

    @property
    def names(self):
        return [name for name, _, _ in self.copies]


class Scene:
    """A `Hedged` with services `first` and `second`, each (seconds, outcome) or a plan of its own."""

    def __init__(self, lab, first, second=(0.0, "b"), delay=0.5, says=(True,)):
        beside, self.calls = lab.beside(BESIDE), []
        budget, self.spent = beside.purse(*says)
        delay, self.watched = beside.watch(*(delay if isinstance(delay, tuple) else (delay,)))
        self.first, self.second = (self.desk(*about) for about in (("a", first), ("b", second)))
        self.hedged = lab.Hedged(self.first, self.second, delay, budget)

    def desk(self, name, answer):
        return Desk(name, self.calls, answer if callable(answer) else lambda call: answer)

    @property
    def asks(self):
        """When the budget was asked about a second copy."""
        return [time for what, time in self.spent() if what == "may_hedge"]

    @property
    def notes(self):
        """What the delay was told."""
        return self.watched()[1]

    async def call(self, within, request="r", moment=0.0):
        """One call at that moment: how it ended and when."""
        await at(moment)
        return await ended(self.hedged(request, within=within))

    async def seen(self, within):
        how, time = await self.call(within)
        await asyncio.sleep(0)  # a cancellation takes its step on this side of the line
        runs = running(self.calls)
        await asyncio.sleep(50.0)
        copies = [(call.name, call.asked, call.within) for call in self.calls]
        return Seen(how, time, copies, self.asks, self.notes, runs)


def expected(first, second, delay, within, says=(True,)):
    """What one call comes to by the rules, where no two things happen at one moment."""
    ends = [ending(0.0, *first, within)]
    copies, asks = [("a", 0.0, within)], []
    moment = min(ends[0][0], delay)
    hedges = moment < within and (delay < ends[0][0] or isinstance(ends[0][1], FAILURES))
    if hedges:
        asks.append(moment)
    if hedges and says and says[0]:
        copies.append(("b", moment, within - moment))
        ends.append(ending(moment, *second, within))
    ends.sort(key=lambda end: end[0])
    time, outcome, own = next((end for end in ends if not isinstance(end[1], FAILURES)), ends[-1])
    failed = isinstance(outcome, Exception)
    notes = [] if failed else [own]
    return Seen(type(outcome).__name__ if failed else outcome, time, copies, asks, notes)


def ending(sent, seconds, outcome, within):
    """When a copy ends, with what, and how long it took by itself."""
    if sent + seconds >= within:
        return within, TimeoutError(), within - sent
    return sent + seconds, outcome, seconds


def same(how, due):
    """A deadline's failure is a TimedOut, which is a TimeoutError."""
    return (how, type(how)) == (due, type(due)) or (due == "TimeoutError" and how == "TimedOut")
