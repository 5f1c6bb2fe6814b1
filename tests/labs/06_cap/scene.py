"""What lab 06 is judged with: outcomes of calls, a disk that keeps a record of itself, replicas that do as told."""

import asyncio
from dataclasses import dataclass

from systemdesign import now
from systemdesign.grading.outcomes import NEVER
from systemdesign.sim.records import Records
from systemdesign.sim.request import Lost, ServiceError, TimedOut, Unavailable

NOTHING = ((0, ""), None)


def outcome(task):
    """The name of what a task that may be over ended with: "returned", an error's, or NEVER."""
    if not task.done():
        return NEVER
    error = task.exception()
    if error and not isinstance(error, (ServiceError, TimeoutError)):
        raise error
    return type(error).__name__ if error else "returned"


class Disk(Records):
    """Records whose saves take the given seconds, one after the other; then those of any Records.

    `states` are its contents after each save, with the time, from the beginning on.
    """

    def __init__(self, seconds=(), kept=None, states=None):
        super().__init__("disk", kept)
        self.seconds, self.asked = list(seconds), 0
        self.states = [(now(), dict(self.kept))] if states is None else states

    async def save(self, key, record):
        self.asked += 1
        if self.seconds:
            await asyncio.sleep(self.seconds.pop(0))
            self._alive()
            self.kept[key] = record
        else:
            await super().save(key, record)
        self.states.append((now(), dict(self.kept)))

    def restart(self):
        self.crash()
        return Disk(self.seconds, self.kept, self.states)


def during(disk, begin, end):
    """What the disk has been between two times, the states at both ends among them."""
    before = [kept for time, kept in disk.states if time <= begin]
    return [*before[-1:], *(kept for time, kept in disk.states if begin < time <= end)]


async def held(lab, kept, key):
    """What a new cell reads on a disk that holds this."""
    return await lab.Cell(Records("copy", dict(kept))).read(key)


@dataclass
class Call:
    """One call of a replica."""

    replica: str
    verb: str
    key: object
    tag: object
    value: object
    asked: float
    ended: float | None = None
    error: str | None = None


class Replica:
    """Keeps what it is told and logs who asks. `plan(call)` says how long an answer takes, inf for ever.

    With an error beside the seconds it ends with that, and the replica has not done it; with "deaf" it has.
    """

    offers = ("read", "write")

    def __init__(self, name, log, plan=lambda call: 0.01):
        self.name, self.log, self.plan, self.kept = name, log, plan, {}

    async def read(self, key):
        await self._answer(Call(self.name, "read", key, None, None, now()))
        return self.kept.get(key, NOTHING)

    async def write(self, key, tag, value):
        await self._answer(Call(self.name, "write", key, tag, value, now()))

    async def _answer(self, call):
        self.log.append(call)
        plan = self.plan(call)
        seconds, trouble = plan if isinstance(plan, tuple) else (plan, None)
        await asyncio.sleep(min(seconds, 1e6))
        if trouble in (None, "deaf"):
            self._keep(call)
        call.ended = now()
        if trouble:
            call.error = "Lost" if trouble == "deaf" else trouble
            kinds = {"Lost": Lost, "TimedOut": TimedOut, "Unavailable": Unavailable}
            raise kinds[call.error](f"{self.name} failed", by=self.name)

    def _keep(self, call):
        if call.verb == "write" and call.tag > self.kept.get(call.key, NOTHING)[0]:
            self.kept[call.key] = call.tag, call.value


def replicas(count, plan=lambda call: 0.01):
    """So many replicas with one plan, and their common log."""
    log = []
    return [Replica(str(number), log, plan) for number in range(1, count + 1)], log


def of(log, verb):
    return [call for call in log if call.verb == verb]


def tags(log):
    """The tags that were sent, each once, in their order."""
    return list(dict.fromkeys(call.tag for call in of(log, "write")))
