"""Coroutines, futures and tasks of the other end's, awaited and known here."""

import asyncio
from contextlib import contextmanager
from contextvars import copy_context

from systemdesign.grading.examinee.gone import Gone
from systemdesign.kernel.current import enter, leave


async def crossed(steps):
    return await steps


class Steps:
    """A coroutine of the other end's, awaited here. `begun` by a call that has not been made yet.

    `via` is the coroutine of this end's own that it waits for: that is driven from here, until it is over.
    """

    def __init__(self, end, number, call=None):
        self.end, self.number, self.call, self.via = end, number, call, None

    def __await__(self):
        return self

    __iter__ = __await__

    def __next__(self):
        return self.send(None)

    def send(self, _):
        end = self.end
        if end.ahead is not None and end.ahead[0] == self.number:
            told, end.ahead = end.ahead, None
            return self.came(None, *told[1:])
        if self.call is not None:
            number, name, args, options = self.call
            packed = end.wire.pack(args), {key: end.wire.pack(value) for key, value in options.items()}
            self.number, *came = end.ask("start", number, name, *packed)
            self.call = None
            return self.came(*came)
        if self.via is not None:
            return self.through("send", None)
        return self.came(*end.ask("step", self.number, "send", None))

    def came(self, via, *came):
        wanted = self.end.came_of(*came)
        self.via, self.end.via = via, self.number
        return wanted

    def through(self, verb, error):
        """A step of one's own that it waits for. When it is over, the other end hears with the next step."""
        end = self.end
        try:
            return end.driven(self.via, verb, error)
        except StopIteration as stop:
            ahead = ["over", end.wire.pack(stop.value), end.changes(end.given.pop(self.via, ()))]
        except Gone:
            raise
        except BaseException as error:
            ahead = ["raised", end.wire.pack(error)]
        via, self.via = self.via, None
        return self.came(*end.ask("step", self.number, "send", None, [via, *ahead]))

    def throw(self, kind, value=None, traceback=None):
        error = value if value is not None else kind
        error = error() if isinstance(error, type) else error
        if self.call is not None:
            self.call = None
            raise error
        if self.via is not None:
            return self.through("throw", error)
        return self.came(*self.end.ask("step", self.number, "throw", self.end.wire.pack(error)))


class FarFuture:
    """A future of the other end's. Each callback is announced there, and called here when its turn has come there."""

    _asyncio_future_blocking = True

    def __init__(self, end, number):
        self.end, self.number, self.callbacks = end, number, []

    def get_loop(self):
        return self.end.loop

    def add_done_callback(self, callback, *, context=None):
        self.callbacks.append((callback, copy_context() if context is None else context))
        self.end.watch(self.number, len(self.callbacks) - 1, callback)

    def remove_done_callback(self, callback):
        found = [place for place, one in enumerate(self.callbacks) if one and one[0] == callback]
        for place in found:
            self.callbacks[place] = None
        return len(found)

    def cancel(self, msg=None):
        return self.end.ask("cancel", self.number)

    def done(self):
        return self.end.ask("done", self.number)


class FarTask:
    """A task of the other end's, in whose step something is done here."""

    def __init__(self, end, number):
        self.end, self.number = end, number

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args: self.end.ask("task", self.number, name, *args)


@contextmanager
def within(end, number):
    """Be in a task of the other end's, as far as Python's own register and the loop know; in none where it is None."""
    loop = end.loop
    if loop is None or number is None:
        yield
        return
    before, current, loop.current = asyncio.current_task(loop), loop.current, end.task(number)
    enter(loop, loop.current)
    try:
        yield
    finally:
        loop.current = current
        if asyncio.current_task(loop) is not None:
            leave(loop)
        if before is not None:
            enter(loop, before)
