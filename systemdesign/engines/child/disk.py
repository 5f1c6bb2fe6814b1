"""Temporary folders on a disk: many systems keep /tmp in memory, where a sync costs nothing."""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from systemdesign.engines.child.errors import EngineFailed

BROOM = Path(__file__).with_name("broom.py")
ON_DISK = "/var/tmp"  # its files outlive a restart: Filesystem Hierarchy Standard 3.0, 5.15


def place():
    """TMPDIR if somebody chose it, else /var/tmp, else the usual place of temporary files."""
    chosen = os.environ.get("TMPDIR") or not os.access(ON_DISK, os.W_OK)
    return Path(tempfile.gettempdir() if chosen else ON_DISK).resolve()


def folder(prefix, where=None):
    """A temporary folder there, or in `where`, whose name begins so, as a context manager.

    It is removed even if this process is killed. Raises EngineFailed where none can be made.
    """
    try:
        return Folder(prefix=prefix, dir=where or place(), ignore_cleanup_errors=True)
    except OSError as error:
        at = f" in {Path(error.filename).parent}" if error.filename else ""
        raise EngineFailed(f"No folder can be made{at}: {error.strerror}. Set TMPDIR to one with room.") from error


class Folder(tempfile.TemporaryDirectory):
    """A temporary folder that a process outside knows of."""

    def __init__(self, **options):
        super().__init__(**options)
        SWEEPER.keep(self.name)

    def cleanup(self):
        """Remove it."""
        super().cleanup()
        SWEEPER.forget(self.name)


class Sweeper:
    """The process that removes this one's folders, should this one not come to it. It starts with the first folder."""

    def __init__(self):
        self.folders, self._broom, self._turn = [], None, threading.RLock()

    def keep(self, name):
        """There is one more."""
        with self._turn:
            self.folders.append(name)
            self._tell()

    def forget(self, name):
        """There is one less."""
        with self._turn, suppress(ValueError):
            self.folders.remove(name)
            self._tell()

    def _tell(self):
        with suppress(OSError):  # where no process can be started, a folder goes when it is closed, and no sooner
            self._broom = self._broom or self._started()
            self._broom.stdin.write(json.dumps(self.folders).encode() + b"\n")

    def _started(self):
        # In a session of its own, so that neither Ctrl-C nor the end of a terminal reaches it.
        broom = subprocess.Popen([sys.executable, "-I", "-S", BROOM], bufsize=0, stdin=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        atexit.register(self._end, broom)
        return broom

    def _end(self, broom):
        if broom is self._broom:  # in a fork of this process it is another's
            broom.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                broom.wait(5)


SWEEPER = Sweeper()
os.register_at_fork(after_in_child=SWEEPER.__init__)
