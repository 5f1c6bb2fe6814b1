"""What lab 08 is judged with: outcomes of calls, copies and nodes that answer as told and log who asks."""

import asyncio
from dataclasses import dataclass

from systemdesign import now
from systemdesign.sim.node import Node
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

ERRORS = {"Lost": Lost, "Refused": Refused, "TimedOut": TimedOut, "Unavailable": Unavailable}


@dataclass
class Call:
    """One call of a copy or a node."""

    name: str
    verb: str
    about: tuple
    asked: float
    ended: float | None = None


class Copy:
    """A replica, or the primary. `plan(call)` gives (seconds, value, position), or (seconds, an error's name)."""

    offers = ("read", "write")

    def __init__(self, name, log, plan):
        self.name, self.log, self.plan = name, log, plan

    async def read(self, key):
        return await self._answer("read", key)

    async def write(self, key, value):
        return (await self._answer("write", key, value))[1]

    async def _answer(self, verb, *about):
        call = Call(self.name, verb, about, now())
        self.log.append(call)
        seconds, *answer = self.plan(call)
        await asyncio.sleep(min(seconds, 1e6))
        call.ended = now()
        if len(answer) == 1:
            raise ERRORS[answer[0]](f"{self.name} failed", by=self.name)
        return tuple(answer)


def always(*answer):
    """A plan with one answer."""
    return lambda call: answer


class Desk:
    """A node that does what it is asked when so many seconds are over: `plan(call)` gives them, inf for never.

    With an error beside the seconds it ends with that, and nothing was done; with "deaf" it was done, and Lost.
    """

    offers = ("fence", "look", "append", "read")

    def __init__(self, name, calls, plan):
        self.name, self.calls, self.plan, self.node = name, calls, plan, Node(name)

    async def fence(self, epoch):
        return await self._answer("fence", epoch)

    async def look(self):
        return await self._answer("look")

    async def append(self, epoch, start, entries):
        await self._answer("append", epoch, start, list(entries))

    async def read(self, key):
        return await self._answer("read", key)

    async def _answer(self, verb, *about):
        call = Call(self.name, verb, about, now())
        self.calls.append(call)
        plan = self.plan(call)
        seconds, trouble = plan if isinstance(plan, tuple) else (plan, None)
        await asyncio.sleep(min(seconds, 1e6))
        answer = await getattr(self.node, verb)(*about) if trouble in (None, "deaf") else None
        call.ended = now()
        if trouble:
            raise ERRORS["Lost" if trouble == "deaf" else trouble](f"{self.name} failed", by=self.name)
        return answer


def desks(count, plan=lambda call: 0.01, logs=None, epoch=0):
    """So many desks with one plan, and what they were asked. `logs` are theirs, by number from 1."""
    calls = []
    several = [Desk(str(number), calls, plan) for number in range(1, count + 1)]
    for number, log in (logs or {}).items():
        several[number - 1].node.log = list(log)
    for desk in several:
        desk.node.epoch = epoch
    return several, calls


def holders(several, entries):
    """How many nodes have these entries from the beginning on."""
    return sum(desk.node.log[: len(entries)] == list(entries) for desk in several)
