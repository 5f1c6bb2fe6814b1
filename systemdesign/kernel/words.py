"""The words of asyncio that know the virtual loop, as bodies for asyncio's own functions (see `patches`).

A body's names are looked up in asyncio's module, where this one is known as `_virtual`. Under any other loop, in this
thread or another, each does what asyncio does (`PLAIN`).
"""

import asyncio
import sys
from _thread import get_ident
from asyncio import current_task, events, tasks
from inspect import CO_COROUTINE, CO_GENERATOR
from math import inf, nextafter
from types import FunctionType, SimpleNamespace

from systemdesign.kernel.schedule import Schedule
from systemdesign.kernel.threads import Promised

_virtual = tasks._virtual = sys.modules[__name__]

EAGER = hasattr(asyncio, "eager_task_factory")  # from 3.12 a task may run inside another's step
SLOW_REGISTER = sys.version_info < (3, 12)  # it asks the system each time who it is

newest = None
"""The loop of the run begun last: looked at first, for a register is slow to ask."""

running = events._get_running_loop


def now():
    """The running loop's time, in seconds: virtual inside `run`, real elsewhere."""
    loop = newest
    if loop is not None and loop.thread == get_ident():
        return loop.clock
    return asyncio.get_running_loop().time()


def here():
    """The virtual loop that runs in this thread, or None."""
    loop = newest
    if loop is None or loop.thread != get_ident():
        loop = running()
    return loop if isinstance(loop, Schedule) else None


def sleep(delay, result=None):
    """`asyncio.sleep` without a future or a handle: a bare float is the lightest thing to wait for."""
    loop = _virtual.newest
    if loop is None or loop.thread != _virtual.get_ident():
        loop = _virtual.here()
    if loop is None or loop.current is None or (_virtual.EAGER and current_task(loop) is not loop.current):
        return (yield from _virtual.PLAIN.sleep(delay, result).__await__())
    if delay > 0:
        when = loop.clock + delay
        if when.__class__ is not float:  # another kind of number, such as numpy's
            when = float(when)
        yield when if when > loop.clock else _virtual.just_after(loop.clock)
    elif delay <= 0:
        yield None
    else:
        raise ValueError("Invalid delay: NaN (not a number)")
    return result


def as_completed(fs, *, timeout=None):
    """`asyncio.as_completed`, which makes its tasks in an order of addresses; here, as given."""
    return _virtual.PLAIN.as_completed(_virtual.InOrder.of(fs), timeout=timeout)


def gather(*coros_or_futures, return_exceptions=False):
    """`asyncio.gather`, whose error would be lost while somebody keeps it and nobody awaits it."""
    future = _virtual.PLAIN.gather(*coros_or_futures, return_exceptions=return_exceptions)
    if (loop := _virtual.here()) is not None:
        loop.orphans.watch(future)
    return future


def run_coroutine_threadsafe(coro, loop):
    """`asyncio.run_coroutine_threadsafe`, whose result cannot be waited for in the loop's own thread."""
    return _virtual.promised(_virtual.PLAIN.run_coroutine_threadsafe(coro, loop), loop)


def locked(self):
    """`Semaphore.locked`, without a generator where nobody waits."""
    return self._value == 0 or (bool(self._waiters) and any(not each.cancelled() for each in self._waiters))


def create_task(coro, *, name=None, context=None):
    """`asyncio.create_task` without a look at the register."""
    loop = _virtual.newest
    if loop is not None and loop.thread == _virtual.get_ident():
        return loop.create_task(coro, name=name, context=context)
    return _virtual.PLAIN.create_task(coro, name=name, context=context)


async def wait_for(fut, timeout):
    """`asyncio.wait_for` as it is from Python 3.12 on."""
    if _virtual.here() is None:
        return await _virtual.PLAIN.wait_for(fut, timeout)
    if timeout is None or timeout > 0:
        async with _virtual.asyncio.timeout(timeout):
            return await fut
    fut = _virtual.asyncio.ensure_future(fut)
    if not fut.done():
        await _virtual.tasks._cancel_and_wait(fut, loop=_virtual.here())
    try:
        return fut.result()
    except _virtual.asyncio.CancelledError as error:
        raise TimeoutError from error


def get_running_loop():
    """What every lock and queue asks for."""
    loop = newest
    return loop if loop is not None and loop.thread == get_ident() else running()


def just_after(moment):
    return nextafter(moment, inf)


def promised(future, loop):
    if isinstance(loop, Schedule) and loop.thread == get_ident():
        future.__class__ = Promised
    return future


class InOrder:
    """Awaitables that become tasks in the order given, as soon as somebody goes through them."""

    @classmethod
    def of(cls, fs):
        single = asyncio.isfuture(fs) or asyncio.iscoroutine(fs)  # asyncio has a word to say about that
        return fs if single or here() is None else cls(fs)

    def __init__(self, fs):
        self.fs = fs

    def __iter__(self):
        return map(asyncio.ensure_future, dict.fromkeys(self.fs))


def _code_of_coroutine(generator):
    """A generator's code as a coroutine's: it may yield to the loop itself, and saves one frame for each wait."""
    code = generator.__code__
    return code.replace(co_flags=code.co_flags & ~CO_GENERATOR | CO_COROUTINE)


BODIES = {word.__name__: word.__code__ for word in (as_completed, gather, locked, run_coroutine_threadsafe)}
BODIES["sleep"] = _code_of_coroutine(sleep)
if SLOW_REGISTER:
    BODIES |= {word.__name__: word.__code__ for word in (create_task, wait_for)}


def _copy(function):
    copy = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


FUNCTIONS = {name: getattr(tasks, name, None) or getattr(asyncio.Semaphore, name) for name in BODIES}
PLAIN = SimpleNamespace(**{name: _copy(function) for name, function in FUNCTIONS.items()})
"""Copies of the functions, which keep asyncio's bodies."""
