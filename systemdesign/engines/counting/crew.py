"""Several processes that count at the same time, each on some threads."""

import time
from pathlib import Path

from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process

WORKER = Path(__file__).with_name("worker.py")
HEAD_START = 0.2  # seconds for Python to start in


def count(threads, seconds, stretches):
    """A process for each number in `threads`, with so many: how far all counted at best, and whether there is a lock.

    At best of so many `stretches` of so many `seconds`, because other programs on this machine take time away, and
    none gives any. The lock is Python's global one, which lets one thread of a process run at a time.
    """
    begin = time.monotonic() + HEAD_START
    asked = [str(begin), str(seconds), str(stretches)]
    children = [Process("Counter", [program("python"), "-S", WORKER, str(number), *asked]) for number in threads]
    told = [list(map(int, child.finish(60 + seconds * stretches).split())) for child in children]
    lock, *sums = zip(*told)
    return max(map(sum, sums)), any(lock)
