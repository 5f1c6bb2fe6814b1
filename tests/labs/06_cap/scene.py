"""What lab 06 is judged with: outcomes of calls, a disk that keeps a record of itself, replicas that do as told."""

import asyncio
from dataclasses import dataclass
from math import inf

from systemdesign import now
from systemdesign.grading.remote import StudentError
from systemdesign.sim.records import Records
from systemdesign.sim.request import Lost, ServiceError, TimedOut, Unavailable

NEVER = "never"
NOTHING = ((0, ""), None)


async def at(time):
    """Wait until this very moment."""
    if time > now():
        come = asyncio.Event()
        asyncio.get_running_loop().call_at(time, come.set)
        await come.wait()


async def started(call):
    """The call as a task, once it has reached whomever it asks."""
    task = asyncio.ensure_future(call)
    await asyncio.sleep(1e-6)
    return task


async def settled(call, patience=60.0):
    """(value, time) or (name of a service's error, time); (NEVER, inf) when there is neither after `patience`."""
    try:
        async with asyncio.timeout(patience) as limit:
            value = await call
        return value, now()
    except (ServiceError, TimeoutError) as error:
        return (NEVER, inf) if limit.expired() else (type(error).__name__, now())
    except StudentError as error:
        if error.kind != "CancelledError":
            raise
        return error.kind, now()


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
