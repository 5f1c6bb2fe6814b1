"""Who waits for what, in words."""

import asyncio
import linecache
import os

from systemdesign.sim.errors import Deadlock, Livelock

SHOWN = 8
_HERE, _ASYNCIO = os.path.dirname(__file__), os.path.dirname(asyncio.__file__)


def deadlock(loop):
    waiting = [task for task in loop.tasks if not task.done()]
    return Deadlock(
        f"at {loop.clock:g} s of virtual time nothing is left to happen, yet {_tasks(len(waiting))} still waiting:\n{_lines(waiting)}\n"
        "Each waits for something that no other task will do: set the event, put the item, release the lock, or give the wait a time-out."
    )


def livelock(loop, spinning):
    busy = [task for task in loop.ready if task in loop.tasks] or list(loop.tasks)
    if spinning:
        what = f"the clock stands at {loop.clock:g} s and does not move: a task spins. Give its loop a positive sleep"
    else:
        what = f"{loop.max_steps:,} steps done by {loop.clock:g} s of virtual time, and no end. End the loop, or allow more: run(..., max_steps=...)"
    return Livelock(f"{what}. Busy now:\n{_lines(busy)}")


def _tasks(number):
    return "1 task is" if number == 1 else f"{number} tasks are"


def _lines(tasks):
    ordered = sorted(tasks, key=lambda task: (task.get_name() != "main", len(task.get_name()), task.get_name()))
    lines = [f"  {task.get_name()!r} {describe(task)}" for task in ordered[:SHOWN]]
    more = len(ordered) - SHOWN
    return "\n".join(lines + [f"  … and {more} more"] * (more > 0))


def describe(task):
    """Where a task waits: the innermost call, and the reader's own line that made it."""
    chain = list(_chain(task.coro))
    names = [coro.__qualname__ for coro in chain if getattr(coro, "__qualname__", "until") != "until"]
    inner = f"waits in {names[-1]}" if names else "waits"
    if task.waiter is not None and hasattr(task.waiter, "get_name"):
        inner += f" for task {task.waiter.get_name()!r}"
    frames = [frame for frame in map(_frame, chain) if frame is not None]
    theirs = [frame for frame in frames if not frame.f_code.co_filename.startswith((_HERE, _ASYNCIO))] or frames
    return inner + (_place(theirs[-1]) if theirs else "")


def _chain(coro):
    while coro is not None and hasattr(coro, "__name__"):
        yield coro
        coro = getattr(coro, "cr_await", None) or getattr(coro, "gi_yieldfrom", None) or getattr(coro, "ag_await", None)


def _frame(coro):
    return getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None) or getattr(coro, "ag_frame", None)


def _place(frame):
    source = linecache.getline(frame.f_code.co_filename, frame.f_lineno, frame.f_globals).strip()
    return f" ({os.path.basename(frame.f_code.co_filename)}, line {frame.f_lineno}{': ' + source if source else ''})"
