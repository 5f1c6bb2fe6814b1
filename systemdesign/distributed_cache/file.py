"""A file of this machine that grows at its end, as a log wants it: the real counterpart of `sim.Disk`."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

try:
    import fcntl
except ImportError:  # in the page
    fcntl = None


class File:
    """The file at `path`, made if there is none, of `end` bytes. One thread syncs it, while everything else goes on."""

    def __init__(self, path):
        self.path = Path(path)
        self._file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        self._thread = ThreadPoolExecutor(1, "sync")
        self.end = os.fstat(self._file).st_size

    def append(self, data):
        """Hand bytes to the system, which has them whatever becomes of this process. OSError where it has no room."""
        left = memoryview(data)
        while left:
            written = os.write(self._file, left)
            left, self.end = left[written:], self.end + written

    async def sync(self):
        """Have what was appended before on the disk; OSError when that fails."""
        await asyncio.get_running_loop().run_in_executor(self._thread, synced, self._file)

    def read(self):
        """All bytes."""
        return self.path.read_bytes()

    def keep(self, upto):
        """Cut off all from here on, at once and for good."""
        os.ftruncate(self._file, upto)
        self.end = upto
        synced(self._file)

    def draft(self):
        """Another file beside this one, empty, to `rename` to this one."""
        path = self.path.with_suffix(".part")
        path.unlink(missing_ok=True)
        return File(path)

    def rename(self, draft):
        """Let the draft, which has been synced, be this file from now on, in one step."""
        os.replace(draft.path, self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name is the folder's, not the file's
        finally:
            os.close(folder)
        self._thread.submit(os.close, self._file)  # after the sync that may be under way
        self._file, self.end = os.dup(draft._file), draft.end
        draft.close()

    def close(self):
        """Let go of it."""
        self._thread.submit(os.close, self._file)
        self._thread.shutdown(wait=False)


def synced(file):
    """Have the file on the disk, and not in the drive's own memory, where the system tells the two apart (macOS)."""
    if hasattr(fcntl, "F_FULLFSYNC"):
        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)
