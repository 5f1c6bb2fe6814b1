"""Several processes that count at the same time, each on some threads."""

import socket
import time
from contextlib import ExitStack
from pathlib import Path

from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process

WORKER = Path(__file__).with_name("worker.py")
PATIENCE = 60.0  # seconds
HEAD_START = 0.02  # seconds, for all to hear when they begin


def count(threads, seconds, stretches):
    """A process for each number in `threads`, with so many: how far all counted at best, and whether there is a lock.

    At best of so many `stretches` of so many `seconds`, because other programs on this machine take time away, and
    none gives any. The lock is Python's global one, which lets one thread of a process run at a time.
    """
    with ExitStack() as stack:
        crew = [Counter(number, seconds, stretches) for number in threads]
        for counter in crew:
            stack.callback(counter.channel.close)
        for counter in crew:
            counter.wait()
        begin = time.monotonic() + HEAD_START
        for counter in crew:
            counter.channel.sendall(str(begin).encode())
        told = [counter.told(seconds * stretches) for counter in crew]
    lock, *sums = zip(*told)
    return max(map(sum, sums)), any(lock)


class Counter:
    """One process that counts on some threads, once `channel` tells it when to begin."""

    def __init__(self, threads, seconds, stretches):
        self.channel, theirs = socket.socketpair()
        asked = [str(theirs.fileno()), str(threads), str(seconds), str(stretches)]
        self.process = Process("Counter", [program("python"), "-S", WORKER, *asked], listeners=[theirs])

    def wait(self):
        """Until it is ready; EngineFailed if it ends instead."""
        if not self.channel.recv(1):
            self.process.finish(PATIENCE)

    def told(self, seconds):
        """What it says after so many seconds of counting: is there a lock, and the sum of each stretch."""
        return list(map(int, self.process.finish(seconds + PATIENCE).split()))
