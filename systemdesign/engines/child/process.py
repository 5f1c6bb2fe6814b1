"""A server as a child process that never outlives its parent."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from pathlib import Path

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.child.foreign import without

TETHER = Path(__file__).with_name("tether.py")
LIVING = weakref.WeakSet()
"""The children that nobody has ended yet."""
FALLEN = []
"""What there is to say of children that ended by themselves, and were to live, in the order in which that was seen."""


def listen(port=0):
    """A listening socket on 127.0.0.1, to be handed to a child; port 0 takes a free one.

    The child inherits the open socket, so no one can take the port in between,
    and a connection made before the child is ready waits instead of failing.
    """
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # said aloud, or asyncio would leave Nagle's algorithm on
    # Its connections inherit this: those that a killed server leaves half closed would block its restart.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(512)
    return listener


class Process:
    """A child process in a group of its own, killed by the kernel with its parent (Linux).

    starting -- wait_until(ready) --> running -- stop() or kill() --> ended

    Start it from the main thread (where notebooks run cells): the kernel
    counts the parent as dead when the *thread* that started the child ends.
    """

    goodbye = signal.SIGTERM  # what asks this program to end in good order

    def __init__(self, name, command, listeners=(), text="", user=None):
        """Run `command` (a list, absolute path first) with `text` on its standard input.

        `listeners` are sockets that the child takes over under the same numbers. `user` is the name of the one to
        become, where the parent is root and the program refuses to be.
        """
        self.name = name
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the child)
        with tempfile.TemporaryFile() as stdin:
            stdin.write(text.encode())
            stdin.seek(0)
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-S", TETHER, str(os.getpid()), user or "", *command],
                stdin=stdin, stdout=self._log, stderr=self._log, env=without(),
                pass_fds=[listener.fileno() for listener in listeners], process_group=0)
        for listener in listeners:
            listener.close()
        LIVING.add(self)

    @property
    def pid(self):
        """The child's process id."""
        return self._child.pid

    @property
    def running(self):
        """Whether the child has not ended."""
        return self._child.poll() is None

    def log(self, lines=15):
        """The last lines that the child wrote; all of them for None."""
        written = os.fstat(self._log.fileno()).st_size
        # The child writes where this file stands, so reading must not move it.
        text = os.pread(self._log.fileno(), written, 0).decode(errors="replace")
        return "\n".join(text.splitlines()[-lines if lines else None:])

    def wait_until(self, ready, within=10.0):
        """Poll `ready()` until it is true; EngineFailed with the log's tail if that never comes."""
        deadline = time.monotonic() + within
        while not ready():
            if not self.running:
                self._fail(f"ended {how(self._child.returncode)}")
            if time.monotonic() > deadline:
                self._fail(f"was not ready after {within:g} s")
            time.sleep(0.005)

    def finish(self, within):
        """All that a program wrote which ends by itself; EngineFailed if it fails, or takes more than `within` s."""
        try:
            code = self._child.wait(within)
        except subprocess.TimeoutExpired:
            self._fail(f"did not end within {within:g} s")
        if code:
            self._fail(f"ended {how(code)}")
        text = self.log(None)
        LIVING.discard(self)
        self._log.close()
        return text

    def _fail(self, what):
        words = self._last(what)
        LIVING.discard(self)
        self.stop()
        raise EngineFailed(words)

    def _last(self, what):
        return f"{self.name} {what}. Its last words:\n{self.log() or '(it wrote nothing)'}"

    def signal(self, number):
        """Send a signal to this child, by its own pid; one that has ended is left alone."""
        if number in (signal.SIGKILL, self.goodbye):
            self._may_end()
        self._child.send_signal(number)

    def _may_end(self):
        """It may end from now on. One that has ended already is noted among the `FALLEN`."""
        if self in LIVING and not self.running:
            FALLEN.append(self._last(f"ended {how(self._child.returncode)} while it was needed"))
        LIVING.discard(self)

    def kill(self):
        """SIGKILL: no goodbye, open connections are cut."""
        self.signal(signal.SIGKILL)
        self._child.wait()

    def stop(self, within=2.0):
        """Ask it to end, then insist."""
        self.signal(self.goodbye)
        self.signal(signal.SIGCONT)  # a paused process cannot hear it
        try:
            self._child.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
        self._log.close()


def how(code):
    """How a child ended, by the code that Python has for it."""
    return f"with exit code {code}" if code >= 0 else f"by signal {-code} ({signal.strsignal(-code)})"
