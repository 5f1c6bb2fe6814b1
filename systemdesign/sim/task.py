"""A task that the virtual loop steps directly, without a handle for every wake-up."""

from asyncio import CancelledError, Future


class Task(Future):
    """A coroutine being run: asyncio's `Task`, as seen from outside.

    A waiting task is in exactly one place: the ready queue, the loop's heap (`timer` is the
    sequence number of its entry; any other entry is stale), or among the callbacks of `waiter`.
    The task itself is the callback, so that the loop can tell a wake-up from a call.
    """

    __slots__ = ("coro", "context", "timer", "waiter", "must_cancel")
    error = name = None
    requests = 0

    def get_coro(self):
        return self.coro

    def get_context(self):
        return self.context

    def get_name(self):
        if self.name is None:
            self.name = f"Task-{next(self._loop.names)}"
        return self.name

    def set_name(self, name):
        self.name = str(name)

    def get_stack(self, *, limit=None):
        frame = getattr(self.coro, "cr_frame", None)
        return [frame] if frame else []

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def cancelling(self):
        return self.requests

    def uncancel(self):
        if self.requests > 0:
            self.requests -= 1
            if self.requests == 0:
                self.must_cancel = False
        return self.requests

    def cancel(self, msg=None):
        if self.done():
            return False
        self.requests += 1
        if self.waiter is not None and self.waiter.cancel(msg=msg):
            return True
        self.must_cancel = True
        self.error = CancelledError() if msg is None else CancelledError(msg)
        if self.timer is not None:
            self._loop.wake_sleeper(self)
        return True

    def to_throw(self):
        """What to throw into the coroutine, once: the cancellation asked for, or the loop's complaint."""
        self.must_cancel = False
        return self.error

    def __call__(self, future):
        """Step now: how a loop that isn't ours, or a callback chain, would wake this task."""
        self._loop.wake(self)

    def __repr__(self):
        return f"<Task {self.get_name()!r} {self._state.lower()} coro={getattr(self.coro, '__qualname__', self.coro)}>"
