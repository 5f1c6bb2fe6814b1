"""Run ordinary asyncio code in virtual time."""

import asyncio
import inspect

from systemdesign.sim.current import running
from systemdesign.sim.errors import Deadlock, Livelock
from systemdesign.sim.generators import followed
from systemdesign.sim.loop import VirtualLoop
from systemdesign.sim.losses import raise_lost
from systemdesign.sim.vocabulary import spoken


def now():
    """The running loop's time, in seconds: virtual inside `run`, real elsewhere."""
    return asyncio.get_running_loop().time()


def run(main, seed=0, *, max_steps=20_000_000):
    """Run a coroutine, or an async function without arguments, in virtual time, and return its result.

    Time starts at 0.0 s and jumps from event to event; what happens at the same time happens in the order
    it was scheduled. `seed` seeds every `stream(name)`. Tasks left over are cancelled at the end, as by
    `asyncio.run`. It may be called where a loop already runs, such as in a notebook.

    Raises Deadlock when tasks wait and nothing is left to happen; Livelock after `max_steps` steps, or when
    a task spins at one moment; RealIO when sockets or processes are asked for; the exception of a background
    task that nobody awaited (several as an ExceptionGroup); TypeError when `main` is neither of the two.
    """
    coro = _coroutine(main)
    loop = VirtualLoop(seed, max_steps)
    with running(loop), spoken(), followed(loop) as opened:
        task = loop.create_task(coro, name="main")
        try:
            loop.until_done(task)
        except BaseException as error:
            _abandon(loop, error)
            raise
        _wind_up(loop, opened)
    return _result(task, loop.losses)


def _coroutine(main):
    if inspect.iscoroutinefunction(main):
        main = main()
    if not inspect.iscoroutine(main):
        raise TypeError(f"run takes a coroutine or an async function, not {main!r}: write `async def main(): ...` and run(main)")
    return main


def _wind_up(loop, opened):
    """Cancel what is left, close open generators, and let both have their last words."""
    while left := [task for task in loop.tasks if not task.done()]:
        for task in left:
            task.cancel()
        loop.until_done(_all_of(left))
        for task in left:
            if not task.cancelled() and task.exception() is not None:
                loop.call_exception_handler({"message": f"{task!r} failed while the run ended", "exception": task.exception()})
    if opened:
        loop.until_done(_all_of([loop.create_task(generator.aclose()) for generator in list(opened)]))


def _all_of(tasks):
    return asyncio.gather(*tasks, return_exceptions=True)


def _abandon(loop, error):
    """After a deadlock or a livelock: close the coroutines, and say what had failed before it."""
    lost = loop.losses.take()
    for task in sorted(loop.tasks, key=lambda task: task.get_name()):
        try:
            task.coro.close()
        except BaseException as last:
            lost.append(last)
    if lost and isinstance(error, (Deadlock, Livelock)):
        error.__cause__ = lost[0]
        error.add_note(f"Before that, a background task failed: {lost[0]!r}")


def _result(task, losses):
    """The result of `main`, unless it or something in the background failed."""
    error = asyncio.CancelledError() if task.cancelled() else task.exception()
    lost = losses.take()
    if error is not None:
        for other in lost:
            error.add_note(f"Also lost in the background: {other!r}")
        raise error
    if lost:
        raise_lost(lost)
    return task.result()
