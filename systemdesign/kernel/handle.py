"""A call to be made: soon, or at a time."""

import asyncio
from types import SimpleNamespace


class Handle(asyncio.Handle):
    """A callback in the ready queue: asyncio's `Handle`, whose slots the loop fills, with no call to `__init__`."""

    __slots__ = ()
    __init__ = object.__init__
    _repr = _source_traceback = None
    _loop = SimpleNamespace(get_debug=bool)  # asked by its repr, from Python 3.13
    _cancelled = property(lambda self: self._callback is None)

    def cancel(self):
        self._callback = self._args = None

    def get_context(self):
        return self._context


class Timer(Handle, asyncio.TimerHandle):
    """A callback in the heap; `timer` is its entry's number, and None once due or cancelled."""

    __slots__ = ("timer", "loop")
    __init__, __eq__, __hash__ = object.__init__, object.__eq__, object.__hash__

    def cancel(self):
        super().cancel()
        if self.timer is not None:
            self.timer = None
            self.loop.forget_entry()


Timer.__name__ = "TimerHandle"  # so it shows itself
