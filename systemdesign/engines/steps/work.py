"""Work in steps, counted: what was done for each way of calling, and how much is under way."""

import asyncio
from contextlib import contextmanager
from threading import Lock


class Work:
    """So many `steps` of `step` seconds each for every call.

    `counts` has for each way of calling: how many `calls` came, the `steps` that were done, the calls that were
    `stopped` before their last one, and the seconds that each caller had `left` when the call came, None where nobody
    said so.
    """

    def __init__(self, steps=0, step=0.0):
        self.steps, self.step, self.under_way, self.counts = steps, step, 0, {}
        self._lock = Lock()  # calls may have threads of their own

    @contextmanager
    def call(self, way, left=None):
        """Count a call for as long as it is under way; its counts."""
        with self._lock:
            count = self.counts.setdefault(way, {"calls": 0, "steps": 0, "stopped": 0, "left": []})
            count["calls"] += 1
            count["left"].append(left)
            self.under_way += 1
        try:
            yield count
        except asyncio.CancelledError:
            count["stopped"] += 1
            raise
        finally:
            with self._lock:
                self.under_way -= 1

    async def do(self, way, left=None):
        """Do all steps, unless this task is cancelled before."""
        with self.call(way, left) as count:
            for _ in range(self.steps):
                await asyncio.sleep(self.step)
                count["steps"] += 1
        return "done"

    def report(self):
        """What was counted, as plain data."""
        return {"under_way": self.under_way, "counts": self.counts}
