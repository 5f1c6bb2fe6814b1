"""Which task is current, which there are, and which loop runs: asyncio's private registers, touched here alone."""

import asyncio
import gc
import sys
from asyncio import events, tasks
from contextlib import contextmanager
from weakref import WeakSet

if sys.version_info < (3, 14):
    current = tasks._current_tasks
else:  # no table any more, but one place for all loops

    class _Current:
        __setitem__ = tasks._swap_current_task

        def __delitem__(self, loop):
            tasks._swap_current_task(loop, None)

    current = _Current()

enter, leave = current.__setitem__, current.__delitem__


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


def _all_known():
    """The set that `asyncio.all_tasks` reads; from Python 3.14 on the module in C keeps it to itself."""
    if sys.version_info >= (3, 14):
        return next(each for each in gc.get_referents(sys.modules["_asyncio"]) if isinstance(each, WeakSet))
    return tasks._scheduled_tasks if hasattr(tasks, "_scheduled_tasks") else tasks._all_tasks


ALL_KNOWN, LOOPS = _all_known(), []


class Known(WeakSet):
    """asyncio's tasks, and those of the virtual loops under way."""

    def __iter__(self):
        for loop in list(LOOPS):
            yield from list(loop.tasks.values())
        yield from super().__iter__()


def know(loops):
    """Have `asyncio.all_tasks` find the tasks of these loops too."""
    LOOPS[:] = loops
    ALL_KNOWN.__class__ = Known if loops else WeakSet
