"""A replica's disk, and the host whose crash it survives."""

import asyncio

from systemdesign.kernel.streams import stream
from systemdesign.sim.request import Unavailable


class Records:
    """A disk as one process sees it: one record a key.

    A save takes 1 to 20 ms, and of two under way the later one may end first. A crash forgets those under way, and
    kills the process: through its Records nothing works any more, and the next process has those of `restart`.
    """

    offers = ("save", "load")

    def __init__(self, name, kept=None):
        self.name, self.kept = name, {} if kept is None else kept
        self.up = True

    async def save(self, key, record):
        """Keep a record in place of the one there was; it is kept when this returns. Raises Unavailable at a crash."""
        await asyncio.sleep(stream(f"records {self.name}").uniform(0.001, 0.02))
        self._alive()
        self.kept[key] = record

    async def load(self, key):
        """The record that is kept for a key, or None."""
        self._alive()
        return self.kept.get(key)

    def crash(self):
        """Forget the saves under way."""
        self.up = False

    def restart(self):
        """The same disk, for the process that starts now."""
        self.crash()
        return Records(self.name, self.kept)

    def _alive(self):
        if not self.up:
            raise Unavailable(f"{self.name} has crashed", by=self.name)


class Host:
    """Where a replica runs: `start(disk)` makes it, now and after each crash. Down, it is Unavailable."""

    def __init__(self, name, start):
        self.name, self.start, self.disk = name, start, Records(name)
        self.replica = start(self.disk)

    async def read(self, key):
        """What the replica reads."""
        return await self._ask("read", key)

    async def write(self, key, tag, value):
        """Have the replica write."""
        return await self._ask("write", key, tag, value)

    def crash(self):
        """Be down, until `restart`; whoever waits for an answer gets none."""
        self.disk.crash()
        self.replica = None

    def restart(self):
        """Start a new replica on the disk as the crash left it."""
        self.disk = self.disk.restart()
        self.replica = self.start(self.disk)

    async def _ask(self, verb, *args):
        asked = self.replica
        answer = asked and await getattr(asked, verb)(*args)
        if asked is None or asked is not self.replica:
            raise Unavailable(f"{self.name} is down", by=self.name)
        return answer
