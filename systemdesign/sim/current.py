"""Who is the current task, and which loop runs: the one place that touches asyncio's private registers."""

import asyncio
from asyncio import events, tasks
from contextlib import contextmanager, suppress

if hasattr(tasks, "_swap_current_task"):
    enter = tasks._swap_current_task

    def leave(loop):
        with suppress(KeyError):  # 3.13 asks that there be one
            enter(loop, None)
else:  # Python 3.11 keeps a plain table of each loop's current task
    enter = tasks._current_tasks.__setitem__

    def leave(loop):
        tasks._current_tasks.pop(loop, None)


@contextmanager
def running(loop):
    """Make `loop` the running loop; a loop and task that already run (Jupyter's, Pyodide's) are set aside."""
    outer = events._get_running_loop()
    task = None if outer is None else asyncio.current_task(outer)
    if task is not None:
        leave(outer)
    events._set_running_loop(loop)
    try:
        yield
    finally:
        leave(loop)
        events._set_running_loop(outer)
        if task is not None:
            enter(outer, task)
