"""A disk with named files, for a process that calls it and waits: see `Disk` for one file and a loop."""

from systemdesign.sim.request import Unavailable


class Files:
    """Files that grow at their ends. What a file held when it was synced is safe, the rest in the system's memory.

    A crash leaves of each file all that is safe, and of the rest any first part: the end may be half of what was
    appended. `rename` and `cut` are done at once and last, whole or not at all; neither makes bytes safe. (That a
    directory needs a sync of its own, and that blocks may reach a drive in another order, is left out.)
    """

    offers = ("append", "sync", "rename", "cut", "read")

    def __init__(self):
        self.data, self.safe, self.failures = {}, {}, 0

    def append(self, name, data):
        """Write bytes at the end of a file, which is made if there is none."""
        self.data[name] = self.data.get(name, b"") + bytes(data)
        self.safe.setdefault(name, 0)

    def sync(self, name):
        """Make safe what the file holds. Raises Unavailable when it fails: then nothing more is safe than before."""
        if self.failures:
            self.failures -= 1
            raise Unavailable("the disk did not sync", by="disk")
        self.safe[name] = len(self._found(name))

    def rename(self, old, new):
        """Give a file another name, in place of the file that had it."""
        self.data[new], self.safe[new] = self._found(old), self.safe[old]
        if old != new:
            del self.data[old], self.safe[old]

    def cut(self, name, size):
        """Drop all but the first `size` bytes of a file; a file that isn't there has none."""
        if name in self.data:
            self.data[name] = self.data[name][:size]
            self.safe[name] = min(self.safe[name], size)

    def read(self, name):
        """All bytes of a file; none where it isn't there."""
        return self.data.get(name, b"")

    def fail(self):
        """Let the next sync fail."""
        self.failures += 1

    def crash(self, left=lambda unsafe: 0):
        """Lose what was not safe but for its first bytes: so many as `left` says of so many."""
        for name, data in self.data.items():
            self.safe[name] += left(len(data) - self.safe[name])
            self.data[name] = data[: self.safe[name]]
        self.failures = 0

    def _found(self, name):
        if name not in self.data:
            raise FileNotFoundError(f"there is no file {name!r}: append to it first")
        return self.data[name]
