"""A database of rows, far away: each question takes its time, and it counts them."""

import asyncio


class Database:
    """Rows by key. It counts its load: `reads`, `writes`, and `reading`, the reads under way.

    A question is half its time on the way there, finds or changes the row at that moment, and its answer is
    the other half on the way back: what a reader hears is old news already.
    """

    def __init__(self, rows=None, read=0.01, write=0.01):
        self.rows, self.read_time, self.write_time = dict(rows or {}), read, write
        self.reads = self.writes = self.reading = 0

    async def read(self, key):
        """The row, None where there is none. Takes `read` seconds."""
        self.reads += 1
        self.reading += 1
        try:
            return await self._trip(self.read_time, self.rows.get, key)
        finally:
            self.reading -= 1

    async def write(self, key, value):
        """Set the row; None deletes it. Takes `write` seconds."""
        self.writes += 1
        await self._trip(self.write_time, self._set, key, value)

    def _set(self, key, value):
        self.rows[key] = value
        if value is None:
            del self.rows[key]

    async def _trip(self, seconds, act, *what):
        await asyncio.sleep(seconds / 2)
        found = act(*what)
        await asyncio.sleep(seconds / 2)
        return found
