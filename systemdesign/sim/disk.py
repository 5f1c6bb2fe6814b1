"""A disk with one file: what is written there is safe once a sync that began afterwards has ended."""

import asyncio

from systemdesign.kernel.streams import stream
from systemdesign.sim.request import Unavailable


class Disk:
    """A file that grows at its end and may be cut at its head. Positions count all bytes ever kept: `start` to `end`.

    A crash leaves all that was synced, and of the rest any prefix of its bytes: the end may be half a record. What it
    leaves is safe. (As fsync promises it; that a drive keeps the order of its blocks is a simplification.)
    """

    def __init__(self, sync=0.005):
        """`sync` is the time that a sync takes, in seconds."""
        self.seconds, self.start, self.safe = sync, 0, 0
        self.syncs, self.failures = 0, 0
        self._data, self._turn, self._crashes, self._draft, self._file = b"", asyncio.Lock(), 0, None, 0

    @property
    def end(self):
        """The position after the last byte."""
        return self.start + len(self._data)

    def append(self, data):
        """Write bytes at the end, at once, into the system's memory only. Returns the position at which they begin."""
        begin = self.end
        self._data += data
        return begin

    async def sync(self):
        """Make last what was appended before this sync began. One at a time: others wait for their turn.

        Raises Unavailable when it fails: then it made nothing last; another may. What a crash meets never ends.
        """
        crashes = self._crashes
        async with self._turn:
            upto, file, self.syncs = self.end, self._file, self.syncs + 1
            await asyncio.sleep(self.seconds)
        if self._crashes > crashes:
            await asyncio.get_running_loop().create_future()
        if self.failures:
            self.failures -= 1
            raise Unavailable("the disk did not sync", by="disk")
        if file == self._file:
            self.safe = max(self.safe, min(upto, self.end))

    def read(self):
        """All bytes from `start` to `end`."""
        return self._data

    def keep(self, upto):
        """Drop all from the position `upto` on, at once and for good."""
        self._data = self._data[: max(0, upto - self.start)]
        self.safe = min(self.safe, self.end)

    def cut(self, upto):
        """Drop all before the position `upto`, at once and for good."""
        upto = min(max(upto, self.start), self.end)
        self._data, self.start = self._data[upto - self.start :], upto
        self.safe = max(self.safe, upto)

    def draft(self):
        """Another file, empty, which `rename` puts in this one's place. A crash meets it too."""
        self._draft = Disk(self.seconds)
        return self._draft

    def rename(self, draft):
        """Let a draft be this file, in one step and for good, as far as it was synced.

        A sync that is under way is the old file's, and makes nothing of the new one last.
        """
        self._file += 1
        self._data, self.start, self.safe = draft.read(), draft.start, draft.safe

    def fail(self):
        """Let the next sync to end fail."""
        self.failures += 1

    def crash(self, left=None):
        """Lose what was not synced but for its first bytes: `left` of them, or by chance."""
        self.keep(stream("disk").randint(self.safe, self.end) if left is None else self.safe + left)
        self.safe, self.failures, self._turn, self._crashes = self.end, 0, asyncio.Lock(), self._crashes + 1
        if self._draft:
            self._draft.crash(0)
