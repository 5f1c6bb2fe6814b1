"""What goes wrong, and when: a schedule of faults in virtual time."""

import asyncio
from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True)
class Fault:
    """An action, and when: in seconds from the start of its schedule."""

    time: float
    action: object

    def __str__(self):
        action = getattr(self.action, "func", self.action)
        target = getattr(getattr(action, "__self__", None), "name", "")
        arguments = ", ".join(map(str, getattr(self.action, "args", ())))
        return f"{self.time:g} s: {target} {action.__name__} {arguments}".strip()


def at(time, action, *args):
    """The fault `action(*args)` at `time`: `at(10, server.crash)`, `at(20, server.slow, 3)`."""
    return Fault(time, partial(action, *args) if args else action)


async def faults(*schedule):
    """Apply faults in order of time, beside a workload: `asyncio.create_task(faults(at(10, server.crash)))`."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    for fault in sorted(schedule, key=lambda fault: fault.time):
        await asyncio.sleep(max(0.0, start + fault.time - loop.time()))
        fault.action()
