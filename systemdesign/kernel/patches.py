"""The words of asyncio that are made to know the virtual loop while one runs.

Under any other loop, in this thread or another, each calls the original.
"""

import asyncio
import sys
from _thread import get_ident
from asyncio import current_task, events, tasks
from contextlib import contextmanager
from math import inf, nextafter
from types import coroutine

EAGER = hasattr(asyncio, "eager_task_factory")  # from 3.12 a task may run inside another's step

_under_way = []
_newest = None  # looked at first: asyncio's own register asks the system each time, on Python 3.11


def now():
    """The running loop's time, in seconds: virtual inside `run`, real elsewhere."""
    loop = _newest
    if loop is not None and loop.thread == get_ident():
        return loop.clock
    return asyncio.get_running_loop().time()


@coroutine
def until(when):
    """Give the loop a time to be woken at: a bare float is the lightest thing to wait for."""
    yield when


async def sleep(delay, result=None):
    """`asyncio.sleep` without a future or a handle."""
    loop = _newest
    if loop is None or loop.thread != get_ident() or loop.current is None:
        return await _sleep(delay, result)
    if EAGER and current_task(loop) is not loop.current:
        return await _sleep(delay, result)
    if delay > 0:
        start = loop.clock
        when = start + delay
        await until(when if when > start else nextafter(start, inf))
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


def _get_running_loop():
    """What every lock and queue asks for."""
    loop = _newest
    return loop if loop is not None and loop.thread == get_ident() else _ask()


_ask = events._get_running_loop
_words = {word.__name__: word for word in (sleep, create_task, all_tasks, as_completed)}
if sys.version_info < (3, 12):
    _words["_get_running_loop"] = _get_running_loop
_originals = {name: getattr(asyncio, name) for name in _words}
_sleep, _create_task, _all_tasks, _as_completed = list(_originals.values())[:4]


@contextmanager
def patched(loop):
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
        for module in (asyncio, tasks, events):
            if hasattr(module, name):
                setattr(module, name, word)
