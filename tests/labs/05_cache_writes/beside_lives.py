"""What runs beside the student's code for parts 3 and 4: lives of a process on one disk and one table."""

import asyncio

from systemdesign import run
from systemdesign.sim import Disk, Table


def lives(ends, kind, script, sync=0.005, seed=0, end=20.0, keys=("a", "b")):
    """What was seen: events, the table's rows, the disk's bytes. See `Lives` for the script."""
    return run(Lives(ends, kind, sync, keys).play(script, end), seed)


class Lives:
    """Plays [time, verb, …]: set key value, leave, flush, crash left, down, up, drop, miss, strand seconds, fail, tear.

    `crash` leaves so many of the bytes that were not synced, None any number, and starts the next life at once; what
    was sent to the table arrives up to a second late. Before each step, and after each acknowledgement, all keys are
    looked at.
    """

    def __init__(self, ends, kind, sync, keys):
        self.ends, self.kind, self.keys = ends, kind, keys
        self.disk, self.table, self.events, self.tasks, self.life = Disk(sync), Table(), [], [], []

    def born(self):
        self.life, self.tasks = [True], []
        self.note = self.ends.noting(self.life, self.events)
        disk = self.ends.opened(self.disk, self.life, self.note)
        self.cache = getattr(book, self.kind)(disk, self.ends.joined(self.table, self.life, self.note))  # noqa: F821
        self.note("born", self.look(), self.disk.end - self.disk.start)

    def look(self):
        return {key: self.cache.get(key) for key in self.keys}

    async def play(self, script, end):
        self.born()
        for time, verb, *rest in script:
            await self.ends.at(time)
            self.note("looked", self.look())
            getattr(self, f"do_{verb}")(*rest)
        await self.ends.at(end)
        self.told()
        self.note("looked", self.look())
        return {
            "events": self.events,
            "rows": self.table.data,
            "bytes": self.disk.read().hex(),
            "waiting": [task.get_name() for task in self.tasks if not task.done()],
        }

    def told(self):
        """Raise what the student's code raised."""
        for task in self.tasks:
            if task.done() and not task.cancelled():
                task.result()

    def begin(self, call, name):
        self.tasks.append(asyncio.create_task(call, name=name))

    def do_set(self, key, *values):
        self.begin(self.set(self.cache, self.note, key, values), f"set {key}")

    async def set(self, cache, note, key, values):
        for value in values:
            note("set", key, value)
            _, error = await self.ends.outcome(cache.set(key, value))
            note("refused" if error else "acknowledged", key, value, self.disk.safe)
            note("looked", {key: cache.get(key) for key in self.keys})

    def do_flush(self):
        self.begin(self.flush(self.cache, self.note), "flush")

    async def flush(self, cache, note):
        note("flush")
        _, error = await self.ends.outcome(cache.flush())
        note("flushed", error, self.disk.end - self.disk.start)

    def do_leave(self):
        self.tasks[-1].cancel()

    def do_crash(self, left=None):
        self.told()
        self.note("crashed")
        self.life.clear()
        self.table.strand(0.7)
        self.disk.crash(left)
        self.born()

    def do_tear(self, text):
        """Somebody wrote these bytes, which a crash would leave."""
        self.disk.append(bytes.fromhex(text))

    def do_fail(self):
        self.disk.fail()

    def do_down(self):
        self.table.crash()

    def do_up(self):
        self.table.restart()

    def do_drop(self):
        self.table.drop()

    def do_miss(self):
        self.table.miss()

    def do_strand(self, seconds):
        self.table.strand(seconds)
