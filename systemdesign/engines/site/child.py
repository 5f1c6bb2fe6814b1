"""A service as a child process, to be measured from outside."""

import sys

from systemdesign.engines.child.process import Process

LAST = "Ctrl-C"  # of what it says when it listens
GONE = 15.0  # s, within which it has ended its own servers


class Running:
    """A service in a process of its own, at 127.0.0.1:`port`, as a context manager.

    `module` is the room's `service`, `options` are those of its command. Wait for it (`wait`) before you use it, so
    several can start side by side.
    """

    def __init__(self, module, *options):
        command = [sys.executable, "-m", module, "--port", "0", *map(str, options)]
        self.process = Process(module, command)
        self.port = None

    def wait(self):
        """Until it listens."""
        self.process.wait_until(lambda: LAST in self.process.log(None), within=60)
        self.port = int(self.process.log(None).partition("127.0.0.1:")[2].split()[0].rstrip(","))
        return self

    def end(self):
        """Ask it to end, and don't wait for it."""
        self.process.signal(self.process.goodbye)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.process.stop(within=GONE)
