"""Run ordinary asyncio code in virtual time."""

import asyncio
import inspect
from contextlib import suppress

from systemdesign.kernel.current import running
from systemdesign.kernel.errors import Deadlock, Livelock
from systemdesign.kernel.generators import tracked
from systemdesign.kernel.loop import VirtualLoop
from systemdesign.kernel.orphans import raise_lost
from systemdesign.kernel.patches import patched
from systemdesign.kernel.shuffle import ShuffledLoop
from systemdesign.kernel.words import now

__all__ = ["now", "run"]


def run(main, seed=0, *, max_steps=20_000_000, shuffle=None):
    """Run a coroutine, or an async function without arguments, in virtual time; give its result.

    Time starts at 0.0 s and jumps from event to event; what happens at the same time happens in
    the order it was scheduled. `seed` seeds every `stream(name)`. Tasks left over are cancelled at
    the end, as by `asyncio.run`. It may be called where a loop runs already, as in a notebook.
    With `shuffle`, any whole number, what happens at the same time happens in another order, which
    is the same for the same number: code that is right only in the usual order has a race.

    Raises Deadlock when tasks wait and nothing is left to happen; Livelock after `max_steps`
    steps, or when a task spins at one moment; RealIO when sockets or processes are asked for;
    the exception of a background task that nobody awaited, several as an ExceptionGroup (or gives
    them to the handler set with `loop.set_exception_handler`); TypeError when `main` is neither.
    """
    coro = _coroutine(main)
    loop = VirtualLoop(seed, max_steps) if shuffle is None else ShuffledLoop(seed, max_steps, shuffle)
    with running(loop), patched(loop), tracked(loop) as opened:
        task = loop.create_task(coro, name="main")
        try:
            loop.until_done(task)
            _wind_up(loop, opened)
            return _result(task, loop)
        except BaseException as error:
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                with suppress(BaseException):  # a second interrupt, or a task that cannot end, ends the cleaning
                    _wind_up(loop, opened)
            _abandon(loop, error)
            raise
        finally:
            loop.end()


def _coroutine(main):
    if inspect.iscoroutinefunction(main):
        main = main()
    if not inspect.iscoroutine(main):
        raise TypeError(
            f"run takes a coroutine or an async function, not {main!r}: write `async def main(): ...` and run(main)"
        )
    return main


def _wind_up(loop, opened):
    """Cancel what is left, close open generators, and let both have their last words."""
    while left := loop.all_tasks():
        for task in left:
            task.cancel()
        loop.until_done(_all_of(left))
        for task in left:
            if not task.cancelled() and (error := task.exception()) is not None:
                message = f"{task!r} failed while the run ended"
                loop.call_exception_handler({"message": message, "exception": error, "task": task})
    if opened:
        generators = list(opened)
        closing = _all_of([loop.create_task(each.aclose()) for each in generators])
        loop.until_done(closing)
        for generator, error in zip(generators, closing.result(), strict=True):
            if isinstance(error, Exception):
                message = f"an error occurred during closing of asynchronous generator {generator!r}"
                loop.call_exception_handler({"message": message, "exception": error, "asyncgen": generator})


def _all_of(tasks):
    return asyncio.gather(*tasks, return_exceptions=True)


def _abandon(loop, error):
    """The run is given up: close the coroutines, and say what else had failed."""
    lost = loop.orphans.take()
    for task in loop.all_tasks():
        try:
            task.get_coro().close()
        except BaseException as last:
            lost.append(last)
    if lost and isinstance(error, (Deadlock, Livelock)):
        error.__cause__ = lost[0]
        error.add_note(f"Before that, a background task failed: {lost[0]!r}")
    else:
        _note(error, lost)


def _note(error, lost):
    for other in lost:
        error.add_note(f"Also lost in the background: {other!r}")


def _result(task, loop):
    """The result of `main`, unless it or something in the background failed."""
    error = task._make_cancelled_error() if task.cancelled() else task.exception()
    lost = _lost(loop)
    if error is not None:
        _note(error, lost)
        raise error
    if lost:
        raise_lost(lost)
    return task.result()


def _lost(loop):
    """What nobody has taken, unless the run has a handler of its own for that."""
    lost = loop.orphans.take()
    if loop.handler is None:
        return lost
    for error in lost:
        loop.call_exception_handler({"message": error.__notes__[-1], "exception": error})
    return loop.orphans.take()
