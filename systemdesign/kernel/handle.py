"""A call to be made: soon, or at a time."""


class Handle:
    """A callback in the ready queue; asyncio's `Handle`, as seen from outside."""

    __slots__ = ("callback", "args", "context")  # the loop fills them in: no call to __init__

    def cancel(self):
        self.callback = self.args = None

    def cancelled(self):
        return self.callback is None

    def get_context(self):
        return self.context


class Timer(Handle):
    """A callback in the heap; `timer` is its entry's number, and None once due or cancelled."""

    __slots__ = ("deadline", "timer", "loop")

    def when(self):
        return self.deadline

    def cancel(self):
        super().cancel()
        if self.timer is not None:
            self.timer = None
            self.loop.forget_entry()
