"""What all parts of lab 04 are judged with: a load, those who wait for it, and the clock."""

import asyncio

from systemdesign import now
from systemdesign.sim.request import ServiceError, Unavailable


class Load:
    """What the student's caches load from: takes its time, counts what it was asked, and can be down.

    `pages` gives a key's page, by default "key 1", "key 2", … in the order of the loads. `times` are keys that
    take another time. Down, it fails whoever is waiting at once, and new loads at once.
    """

    name = "load"

    def __init__(self, seconds=1.0, pages=None, times=()):
        self.seconds, self.pages, self.times = seconds, pages, dict(times)
        self.asked, self.up, self.crashes = [], True, 0

    async def __call__(self, key):
        self.asked.append((now(), key))
        number, crashes = len(self.asked), self.crashes
        if self.up:
            await asyncio.sleep(self.times.get(key, self.seconds))
        if not self.up or self.crashes > crashes:
            raise Unavailable("load is down", by="load")
        return f"{key} {number}" if self.pages is None else self.pages.get(key)

    def crash(self):
        self.up, self.crashes = False, self.crashes + 1

    def restart(self):
        self.up = True

    @property
    def count(self):
        return len(self.asked)


async def at(time):
    await asyncio.sleep(max(0.0, time - now()))


async def started(*calls):
    """Start the calls, and let them reach the load."""
    tasks = [asyncio.ensure_future(call) for call in calls]
    await asyncio.sleep(1e-6)
    return tasks


async def settled(call, patience=30.0):
    """The value, or the error; "never" when the caller would still be waiting after `patience` seconds."""
    task = asyncio.ensure_future(call)
    done, _ = await asyncio.wait([task], timeout=patience)
    if not done:
        task.cancel()
        return "never"
    if task.cancelled():
        return asyncio.CancelledError()
    error = task.exception()
    if isinstance(error, (ServiceError, TimeoutError)) or getattr(error, "kind", None) == "CancelledError":
        return error
    return task.result()  # anything else the student's code raised is shown as it is
