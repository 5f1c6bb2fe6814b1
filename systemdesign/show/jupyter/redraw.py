"""Redraws that are asked for faster than they can be done: only the newest request counts."""

import asyncio

PAUSE = 0.005
"""Seconds in which further requests are gathered into one; well under a redraw."""
REST = 0.3
"""Seconds without a move after which a hand has come to rest."""


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


class Rested:
    """Does `work` once nobody has asked for it for a while: a hand that still moves is not kept waiting."""

    def __init__(self, work):
        self.work = work
        self.timer = None

    def ask(self):
        """Have the work done when all is calm; at once where no loop runs."""
        if self.timer:
            self.timer.cancel()
        try:
            self.timer = asyncio.get_running_loop().call_later(REST, self.now)
        except RuntimeError:
            self.work()

    def now(self):
        """Do at once what is still to be done, if anything is."""
        if self.timer:
            self.timer.cancel()
            self.timer = None
            self.work()
