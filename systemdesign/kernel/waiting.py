"""Who waits for what, in words."""

import asyncio
import linecache
import os

from systemdesign.kernel.errors import Deadlock, Livelock

SHOWN = 8
_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_NOT_THEIRS = (*(os.path.join(_PACKAGE, room) for room in ("kernel", "sim")), os.path.dirname(asyncio.__file__))


def deadlock(loop):
    waiting = loop.all_tasks()
    return Deadlock(
        f"at {loop.clock:g} s of virtual time nothing is left to happen, "
        f"yet {_tasks(len(waiting))} still waiting:\n{_lines(waiting)}\n"
        "Each waits for something that no other task will do: set the event, put the item, "
        "release the lock, or give the wait a time-out."
    )


def livelock(loop, spinning):
    if spinning:
        what = f"the clock stands at {loop.clock:g} s and does not move: a task spins. Give its loop a positive sleep"
    else:
        what = (
            f"{loop.max_steps:,} steps done by {loop.clock:g} s of virtual time, and no end. "
            "End the loop, or allow more: run(..., max_steps=...)"
        )
    tasks, ready = loop.all_tasks(), set(loop.ready)
    busy = [task for task in tasks if task in ready] or tasks
    return Livelock(f"{what}. Busy now:\n{_lines(busy)}")


def _tasks(number):
    return "1 task is" if number == 1 else f"{number} tasks are"


def _lines(tasks):
    ordered = sorted(tasks, key=_order)
    lines = [f"  {task.get_name()!r} {describe(task)}" for task in ordered[:SHOWN]]
    more = len(ordered) - SHOWN
    return "\n".join(lines + [f"  … and {more} more"] * (more > 0))


def _order(task):
    name = task.get_name()
    return name != "main", len(name), name


def describe(task):
    """Where a task waits: the innermost call, and the reader's own line that made it."""
    chain = list(_chain(task.get_coro()))
    names = [name for coro in chain if (name := getattr(coro, "__qualname__", "until")) != "until"]
    inner = f"waits in {names[-1]}" if names else "waits"
    if hasattr(task._fut_waiter, "get_name"):
        inner += f" for task {task._fut_waiter.get_name()!r}"
    frames = list(filter(None, map(_frame, chain)))
    theirs = list(filter(_is_theirs, frames)) or frames
    return inner + (_place(theirs[-1]) if theirs else "")


def _is_theirs(frame):
    return not frame.f_code.co_filename.startswith(_NOT_THEIRS)


def _chain(coro):
    while coro is not None and hasattr(coro, "__name__"):
        yield coro
        coro = _first(coro, "cr_await", "gi_yieldfrom", "ag_await")


def _frame(coro):
    return _first(coro, "cr_frame", "gi_frame", "ag_frame")


def _first(coro, *names):
    return next(filter(None, (getattr(coro, name, None) for name in names)), None)


def _place(frame):
    code = frame.f_code
    source = linecache.getline(code.co_filename, frame.f_lineno, frame.f_globals).strip()
    line = f"line {frame.f_lineno}" + (f": {source}" if source else "")
    return f" ({os.path.basename(code.co_filename)}, {line})"
