"""What runs beside the student's code for part 2: callers of logs, and what became of each."""

import asyncio

from systemdesign import now, run
from systemdesign.sim import Disk


def commits(ends, script, sync, seed=0, end=20.0):
    """What was seen of each log, by name: events, bytes, syncs. See `Rush` for the script."""
    return run(Rush(ends, sync).play(script, end), seed)


class Rush:
    """Plays [time, "append", log, caller, records], [time, "leave", log, caller] and [time, "fail", log].

    Each log has a disk of its own, the head of which has been cut. A caller appends its records one after
    the other, each in the step in which it has the outcome of the one before.
    """

    def __init__(self, ends, sync):
        self.ends, self.sync, self.logs, self.tasks = ends, sync, {}, {}

    def log(self, name):
        if name not in self.logs:
            disk, events = Disk(self.sync), []
            disk.append(bytes(77))
            disk.cut(77)
            note = self.ends.noting([True], events)
            self.logs[name] = book.Log(self.ends.opened(disk, [True], note)), disk, events, note  # noqa: F821
        return self.logs[name]

    async def play(self, script, end):
        for time, verb, name, *rest in script:
            if time > now():  # else at the same moment: no caller gets ahead of another
                await self.ends.at(time)
            log, disk, _, note = self.log(name)
            if verb == "append":
                caller, records = rest
                self.tasks[caller] = asyncio.create_task(self.call(log, disk, note, caller, records))
            elif verb == "leave":
                self.tasks[rest[0]].cancel()
            else:
                disk.fail()
        await self.ends.at(end)
        for task in self.tasks.values():
            if task.done() and not task.cancelled():
                task.result()
        return {
            name: {"events": events, "data": disk.read().hex(), "start": disk.start, "syncs": disk.syncs}
            for name, (_, disk, events, _) in self.logs.items()
        }

    async def call(self, log, disk, note, caller, records):
        for record in records:
            note("called", caller)
            try:
                position, error = await self.ends.outcome(log.append(record))
            except asyncio.CancelledError:
                note("left", caller)
                raise
            note("returned", caller, position, error, disk.safe)
