"""The one server that takes writes, and numbers them."""

import asyncio
from typing import NamedTuple

from systemdesign.kernel.run import now


class Entry(NamedTuple):
    """One write in the log, and when it was made."""

    key: object
    value: object
    time: float


class Primary:
    """Keeps every write in a log. The first entry has position 1; a position says all that came up to there."""

    def __init__(self):
        self.log, self.values, self.more = [], {}, asyncio.Event()

    def write(self, key, value):
        """Put it at the end of the log; give its position."""
        self.log.append(Entry(key, value, now()))
        self.values[key] = value
        self.more.set()
        return len(self.log)

    async def after(self, position):
        """The entries after this position, as soon as there are any."""
        while position >= len(self.log):
            self.more.clear()
            await self.more.wait()
        return self.log[position:]
