"""Write-behind: the cache answers at once, and the database hears of it later, in one transaction."""

import asyncio
from contextlib import suppress
from itertools import count
from math import inf

from systemdesign.kernel.run import now
from systemdesign.sim.request import ServiceError


class WriteBehind:
    """Values in memory, and which of them the database has yet to be told: the dirty keys, each once.

    A key is clean -> dirty (written) -> clean (the database has said yes to that same write). `run` flushes `every`
    so many seconds; a flush that fails leaves its keys dirty. Where more than `most` keys would be dirty, writers
    wait. A crash loses what is dirty: up to then `write` has said "saved" of something that is nowhere but here.
    """

    def __init__(self, database, every=1.0, most=inf):
        self.database, self.every, self.most = database, every, most
        self.values, self.dirty = {}, {}  # the number of the write that made a key dirty
        self._numbers, self._flusher, self._room = count(1), asyncio.Lock(), asyncio.Event()

    def get(self, key, default=None):
        """The newest value of a key."""
        return self.values.get(key, default)

    async def write(self, key, value):
        """Keep a value, and write it behind."""
        await self.write_all({key: value})

    async def write_all(self, values):
        """Keep several values that belong together: no flush takes some of them and not the others."""
        while self.dirty and len(self.dirty.keys() | values.keys()) > self.most:
            self._room.clear()
            await self._room.wait()
        self.values.update(values)
        self.dirty.update(dict.fromkeys(values, next(self._numbers)))

    async def flush(self):
        """Write all that is dirty now, as it is now, and forget it afterwards. One flush at a time.

        Raises what the database raises.
        """
        async with self._flusher:
            taken = dict(self.dirty)
            if taken:
                await self.save({key: self.values[key] for key in taken})
                self.forget(taken)

    async def save(self, rows):
        """Put a snapshot into the database."""
        await self.database.write_all(rows)

    def forget(self, taken):
        """These keys are clean, unless they have been written again."""
        for key, number in taken.items():
            if self.dirty[key] == number:
                del self.dirty[key]
        self._room.set()

    async def run(self):
        """Flush for ever. While the database is down, the keys wait for the next time."""
        due = now()
        while True:
            due = max(due + self.every, now())
            await asyncio.sleep(due - now())
            with suppress(ServiceError):
                await self.flush()


class FromSnapshot(WriteBehind):
    """The same without a transaction: a snapshot, one row after the other."""

    async def save(self, rows):
        """Put a snapshot into the database, row by row."""
        for key, value in rows.items():
            await self.database.write(key, value)


class AsItIsNow(WriteBehind):
    """Without a snapshot either: one dirty row after the other, each with the value that it has when its turn comes."""

    async def flush(self):
        """Write row by row, and forget each when the database has it."""
        async with self._flusher:
            for key, number in self._in_turn():
                await self.database.write(key, self.values[key])
                self.forget({key: number})

    def _in_turn(self):
        for key in list(self.dirty):
            yield key, self.dirty[key]
