"""Measurements by the clock, taken again where the machine itself stood still meanwhile."""

import threading
import time

BEAT = 0.002  # s


class Pulse:
    """While its block runs, `longest` is the longest time in seconds by which a thread of this process was held up."""

    def __enter__(self):
        self.longest, self._over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse")
        self._thread.start()
        return self

    def _beat(self):
        over = False
        while not over:
            asleep = time.monotonic()
            over = self._over.wait(BEAT)
            self.longest = max(self.longest, time.monotonic() - asleep - BEAT)

    def __exit__(self, *exc):
        self._over.set()
        self._thread.join()


def quietly(measure, stall=0.03, tries=6):
    """What `measure()` gives in a run that was not held up for `stall` seconds; else that of the last try.

    What it measured has no say in whether it is taken again.
    """
    for _ in range(tries):
        with Pulse() as pulse:
            result = measure()
        if pulse.longest < stall:
            break
    return result
