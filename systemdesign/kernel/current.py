"""Who is the current task, and which loop runs: asyncio's private registers, touched here alone."""

import asyncio
from asyncio import events, tasks
from contextlib import contextmanager
from functools import partial
from operator import setitem

if hasattr(tasks, "_swap_current_task"):
    enter = tasks._swap_current_task

    def leave(loop):
        enter(loop, None)
else:  # Python 3.11 keeps a plain table of each loop's current task
    enter = partial(setitem, tasks._current_tasks)
    leave = tasks._current_tasks.__delitem__


@contextmanager
def running(loop):
    """Make `loop` the running loop, and set aside one that runs already: Jupyter's or Pyodide's."""
    outer = events._get_running_loop()
    task = None if outer is None else asyncio.current_task(outer)
    events._set_running_loop(loop)
    try:
        yield
    finally:
        if asyncio.current_task(loop) is not None:
            leave(loop)
        events._set_running_loop(outer)
        if task is not None:  # from 3.14 there is one register for all loops
            enter(outer, task)
