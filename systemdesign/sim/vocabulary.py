"""The words of asyncio that are made to know the virtual loop while one runs.

Under any other loop, in this thread or another, each calls the original.
"""

import asyncio
from _thread import get_ident
from asyncio import current_task, tasks
from contextlib import contextmanager
from math import inf, nextafter
from types import coroutine

EAGER = hasattr(asyncio, "eager_task_factory")  # from 3.12 a task may run inside another's step

_under_way = []
_newest = None


@coroutine
def until(when):
    """Give the loop a time to be woken at: a bare float is the lightest thing to wait for."""
    yield when


async def sleep(delay, result=None):
    """`asyncio.sleep` without a future or a handle."""
    loop = _newest  # asyncio's own register is slower: Python 3.11 asks the system at every look
    if loop is None or loop.thread != get_ident() or loop.current is None:
        return await _sleep(delay, result)
    if EAGER and current_task(loop) is not loop.current:
        return await _sleep(delay, result)
    if delay > 0:
        now = loop.clock
        when = now + delay
        await until(when if when > now else nextafter(now, inf))
    else:
        await until(None)
    return result


def create_task(coro, *, name=None, context=None, eager_start=None):
    """`asyncio.create_task` without a look at the register."""
    loop = _newest
    if loop is not None and loop.thread == get_ident():
        return loop.create_task(coro, name=name, context=context, eager_start=eager_start)
    options = {"name": name, "context": context, "eager_start": eager_start}
    return _create_task(coro, **{key: value for key, value in options.items() if value is not None})


def all_tasks(loop=None):
    """`asyncio.all_tasks`: a virtual loop keeps its own."""
    loop = loop or asyncio.get_running_loop()
    return _all_tasks(loop).union(getattr(loop, "tasks", {}).values())


def as_completed(fs, *, timeout=None):
    """`asyncio.as_completed`, which makes its tasks in an order of addresses; here, as given."""
    if asyncio._get_running_loop() in _under_way:
        fs = list(map(asyncio.ensure_future, fs))
    return _as_completed(fs, timeout=timeout)


_words = {word.__name__: word for word in (sleep, create_task, all_tasks, as_completed)}
_originals = {name: getattr(asyncio, name) for name in _words}
_sleep, _create_task, _all_tasks, _as_completed = _originals.values()


@contextmanager
def spoken(loop):
    """Put these words in asyncio's place."""
    global _newest
    _under_way.append(loop)
    _newest = loop
    _set(_words)
    try:
        yield
    finally:
        _under_way.remove(loop)
        _newest = _under_way[-1] if _under_way else None
        if not _under_way:
            _set(_originals)


def _set(words):
    for name, word in words.items():
        setattr(asyncio, name, word)
        setattr(tasks, name, word)
