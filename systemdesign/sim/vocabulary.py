"""`asyncio.sleep` and `asyncio.all_tasks`, made to know the virtual loop while one runs."""

import asyncio
from asyncio import events, tasks
from contextlib import contextmanager
from types import coroutine

_sleep, _all_tasks = asyncio.sleep, asyncio.all_tasks
_open = 0


@coroutine
def until(when):
    """Give the loop a time to be woken at. A bare float is the lightest thing that a task can wait for."""
    yield when


async def sleep(delay, result=None):
    """`asyncio.sleep`: under a virtual loop, without a future or a handle."""
    loop = events.get_running_loop()
    after = getattr(loop, "after", None)
    if after is None or loop.factory is not None:
        return await _sleep(delay, result)
    await until(after(delay) if delay > 0 else None)
    return result


def all_tasks(loop=None):
    """`asyncio.all_tasks`: a virtual loop keeps its own set."""
    loop = loop or events.get_running_loop()
    ours = {task for task in getattr(loop, "tasks", ()) if not task.done()}
    return ours | _all_tasks(loop)


@contextmanager
def spoken():
    """Put both in asyncio's place. Under any other loop they call the originals, so threads are safe."""
    global _open
    _open += 1
    _set(sleep, all_tasks)
    try:
        yield
    finally:
        _open -= 1
        if not _open:
            _set(_sleep, _all_tasks)


def _set(sleep, all_tasks):
    asyncio.sleep = tasks.sleep = sleep
    asyncio.all_tasks = tasks.all_tasks = all_tasks
