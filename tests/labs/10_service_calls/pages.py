"""A page of the student's before services that answer as told, and what should come of one request."""

import asyncio
from dataclasses import dataclass, field

from systemdesign.kernel import at
from systemdesign.sim.request import ServiceError

from .scene import Desk, ended, running

FAILURES = (ServiceError, TimeoutError)


@dataclass
class Seen:
    """One request, or what should have come of it: (values, missing), or the name of what was raised."""

    how: object
    time: float
    calls: list = field(default_factory=list)
    running: list = field(default_factory=list)


class Scene:
    """A `Page` with services by name; each has (seconds, outcome), or a plan of its own."""

    def __init__(self, lab, required, optional):
        self.calls = []
        self.page = lab.Page(self.desks(required), self.desks(optional))

    def desks(self, answers):
        return {name: self.desk(name, answer) for name, answer in answers.items()}

    def desk(self, name, answer):
        return Desk(name, self.calls, answer if callable(answer) else lambda call: answer)

    async def call(self, within, request="r", moment=0.0):
        await at(moment)
        return await ended(self.page(request, within=within))

    async def seen(self, within, request="r", moment=0.0):
        how, time = await self.call(within, request, moment)
        await asyncio.sleep(0)  # a cancellation takes its step on this side of the line
        runs = running(self.calls)
        await asyncio.sleep(50.0)
        return Seen(how, time, self.calls, runs)


def expected(required, optional, within):
    """What a request comes to by the rules, where no two things happen at one moment."""
    ends = []
    for name, (seconds, outcome) in {**required, **optional}.items():
        late = seconds >= within
        ends.append((min(seconds, within), name, TimeoutError() if late else outcome))
    for time, name, outcome in sorted(ends, key=lambda end: end[0]):
        bug = isinstance(outcome, Exception) and not isinstance(outcome, FAILURES)
        if bug or (name in required and isinstance(outcome, Exception)):
            return Seen(type(outcome).__name__, time)
    values = {name: outcome for _, name, outcome in ends if not isinstance(outcome, Exception)}
    missing = [name for name in optional if name not in values]
    return Seen((values, missing), max((time for time, *_ in ends), default=0.0))


def same(how, due):
    """Values of one kind in one order. A deadline's failure is a TimedOut, which is a TimeoutError."""
    if isinstance(how, str) or isinstance(due, str):
        return how == due or (due == "TimeoutError" and how == "TimedOut")
    return repr(how) == repr(due)
