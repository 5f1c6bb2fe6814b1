"""Redraws that are asked for faster than they can be done: only the newest request counts."""

import asyncio

PAUSE = 0.005
"""Seconds in which further requests are gathered into one; well under a redraw."""


class Coalesced:
    """Does `work` soon after it is asked for, once for all requests made meanwhile.

    A kernel reads its messages one by one. Those that pile up while a redraw runs are all read
    during the pause before the next, which then starts from the newest.
    """

    def __init__(self, work):
        self.work = work
        self.asked = False

    def ask(self):
        """Have the work done: soon in a kernel, at once where no loop runs."""
        if self.asked:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.work()
            return
        self.asked = True
        loop.call_later(PAUSE, self._do)

    def _do(self):
        self.asked = False
        self.work()
