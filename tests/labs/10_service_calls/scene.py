"""What lab 10 is judged with: services that do as told and log who asks, and when they were let go."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from systemdesign import now
from systemdesign.grading.outcomes import settled
from systemdesign.grading.remote import StudentError
from systemdesign.sim.request import Lost

BESIDE = Path(__file__).parent / "beside.py"
FOREVER = 1e6
FALSY = [0, "", None, False, {}, []]
REQUESTS = ["a request", None, 0, ("of", "several")]


@dataclass
class Call:
    """One call of a service. `how` it ended: answered, failed or cancelled."""

    name: str
    request: object
    told: dict
    asked: float
    ended: float | None = None
    how: str = "under way"

    @property
    def within(self):
        return self.told.get("within")


class Desk:
    """A service. `plan(call)` gives (seconds, value), or (seconds, an exception to raise)."""

    def __init__(self, name, calls, plan):
        self.name, self.calls, self.plan = name, calls, plan

    async def __call__(self, request, **told):
        call = Call(self.name, request, told, now())
        self.calls.append(call)
        seconds, outcome = self.plan(call)
        try:
            await asyncio.sleep(min(seconds, FOREVER))
            call.how = "failed" if isinstance(outcome, Exception) else "answered"
        except asyncio.CancelledError:
            call.how = "cancelled"
            raise
        finally:
            call.ended = now()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def desk(calls, name, *answer):
    """A service with one answer for all, or with `name` alone as its value at once."""
    return Desk(name, calls, lambda call: answer or (0.0, name))


def lost(name="a"):
    return Lost(f"{name} lost it", by=name)


async def ended(call, patience=60.0):
    """(value, time), or (the name of what was raised, time): a bug's too."""
    try:
        return await settled(call, patience)
    except StudentError as error:
        return error.kind, now()


def told(calls):
    """Who was asked, and what each was told."""
    return [(call.name, call.within) for call in calls]


def running(calls):
    """The names of the services whose calls are under way."""
    return [call.name for call in calls if call.ended is None]
