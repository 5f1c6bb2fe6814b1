"""A task that the virtual loop steps directly, without a handle for every wake-up."""

from asyncio import Future, base_tasks
from operator import attrgetter
from types import SimpleNamespace


class StandIn(Future):
    """What a task waits for, as far as libraries see, where there is no future: a sleep, or one that is over."""

    def cancel(self, msg=None):
        return False


StandIn.__name__ = "Future"  # so it shows itself, in a task's repr
ASLEEP, WOKEN = (StandIn(loop=SimpleNamespace(get_debug=bool)) for _ in range(2))
WOKEN.set_result(None)

IRREVOCABLE = "irrevocable"
"""A cancellation under way: the sleep is over, so `uncancel` comes too late to take it back."""


class Task(Future):
    """A coroutine being run: asyncio's `Task`, as seen from outside.

    A waiting task is in exactly one place: the ready queue, the loop's heap (`timer` is the
    number of its entry; any other entry is stale), or among the callbacks of `waiter`. The task
    itself is the callback, so that the loop can tell a wake-up from a call.
    """

    __slots__ = ("coro", "send", "context", "number", "timer", "waiter", "must_cancel")
    error = name = None
    requests = 0
    _coro = property(attrgetter("coro"))  # by the names that libraries look for, as `_fut_waiter`
    _must_cancel = property(attrgetter("must_cancel"))

    @property
    def _fut_waiter(self):
        if self.timer is not None:
            return ASLEEP
        stepped = self._loop.current is self or self.done()
        return None if self.waiter is WOKEN and stepped else self.waiter

    def __hash__(self):
        """By order of creation, so that a set of tasks (a TaskGroup's) has the same order always."""
        return self.number

    def get_coro(self):
        return self.coro

    def get_context(self):
        return self.context

    def get_name(self):
        return f"Task-{self.number}" if self.name is None else self.name

    def set_name(self, name):
        self.name = str(name)

    def get_stack(self, *, limit=None):
        return base_tasks._task_get_stack(self, limit)

    def print_stack(self, *, limit=None, file=None):
        return base_tasks._task_print_stack(self, limit, file)

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def result(self):
        """Its result. Raises its exception; where it was cancelled, the first time the very one that ended it."""
        try:
            if self._state == "CANCELLED":
                raise self._make_cancelled_error()
            return Future.result(self)
        finally:
            self = None  # an error's frames keep this one, and the task keeps its error

    def exception(self):
        if self._state == "CANCELLED":
            raise self._make_cancelled_error()
        return Future.exception(self)

    def _make_cancelled_error(self):
        error, self.error = self.error, None  # once, as asyncio does, for it holds frames that hold tasks
        return Future._make_cancelled_error(self) if error is None else error

    def __await__(self):
        try:
            if self._state == "PENDING":
                self._asyncio_future_blocking = True
                yield self
            return self.result()
        finally:
            self = None  # as above

    __iter__ = __await__

    def cancelling(self):
        return self.requests

    def uncancel(self):
        if self.requests > 0:
            self.requests -= 1
            if self.requests == 0 and self.must_cancel is True:
                self.must_cancel = False
        return self.requests

    def cancel(self, msg=None):
        if self.done():
            return False
        self.requests += 1
        if self.waiter is not None and self.waiter.cancel(msg=msg):
            return True
        self.must_cancel, self.error, self._cancel_message = self.must_cancel or True, None, msg
        if self.timer is not None:
            self.must_cancel = IRREVOCABLE
            self._loop.wake_sleeper(self)
        return True

    def withdraw(self):
        """End cancelled, since that was asked for in the last step."""
        self.must_cancel = False
        Future.cancel(self, self._cancel_message)

    def throw(self):
        """Throw a cancellation, or the loop's complaint, into the coroutine, once; what it waits for then."""
        self.must_cancel = False
        return self.context.run(self.coro.throw, self.error or self._make_cancelled_error())

    def __call__(self, future):
        """Be woken, where the caller is not our loop."""
        self._loop.wake(self)

    __repr__ = base_tasks._task_repr
