"""A call to be made: soon, or at a time."""


class Handle:
    """A callback in the ready queue; asyncio's `Handle`, as seen from outside."""

    __slots__ = ("callback", "args", "context")

    def __init__(self, callback, args, context):
        self.callback, self.args, self.context = callback, args, context

    def cancel(self):
        self.callback = self.args = None

    def cancelled(self):
        return self.callback is None

    def get_context(self):
        return self.context


class Timer(Handle):
    """A callback in the heap. `timer` is the sequence number of its entry, None once due or cancelled."""

    __slots__ = ("deadline", "timer", "loop")

    def __init__(self, callback, args, context, deadline, number, loop):
        super().__init__(callback, args, context)
        self.deadline, self.timer, self.loop = deadline, number, loop

    def when(self):
        return self.deadline

    def cancel(self):
        super().cancel()
        if self.timer is not None:
            self.timer = None
            self.loop.forget_entry()
