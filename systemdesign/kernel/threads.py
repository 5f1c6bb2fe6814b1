"""What other threads would do: in virtual time a function is called at once, in the loop's own thread."""

from concurrent.futures import Future
from functools import wraps


def _kept(name):
    waits = getattr(Future, name)

    @wraps(waits)
    def kept(self, timeout=None):
        if not self.done():
            raise RuntimeError(
                f"{name}() would wait for ever: in virtual time to_thread and run_in_executor call a function in the "
                "loop's own thread, and the loop goes on when it returns. Make it an async function, and await"
            )
        return waits(self, timeout)

    return kept


class Promised(Future):
    """The result of a coroutine, which the thread that asks for it has yet to step: it cannot wait for itself."""

    result, exception = _kept("result"), _kept("exception")
