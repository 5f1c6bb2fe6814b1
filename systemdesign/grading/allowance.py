"""How much of its own time a judge gives to one answer: what burns it is wrong, before the judge is ended itself."""

import signal
from contextlib import contextmanager

from systemdesign.grading.examinee.gone import Gone

SPENT = (
    "The check spent over {seconds:g} s on what your code returned and asked for: "
    "look for a value without an end, or a call that is made again and again."
)
AGAIN = 5.0
"""Seconds until it is said once more, where somebody has caught it."""


class Allowance:
    """Seconds of this process's own processor time. When they are over, the check that is under way raises Gone."""

    seconds = None
    spent = checking = False

    @contextmanager
    def given(self, seconds):
        self.seconds, self.spent, before = seconds, False, signal.signal(signal.SIGPROF, self.over)
        signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
            self.spent = False

    def over(self, *_):
        self.spent = True
        if self.checking:
            raise Gone(self.words())

    def words(self):
        return SPENT.format(seconds=self.seconds)

    @contextmanager
    def check(self):
        """A check is under way; whoever runs the checks is not interrupted."""
        self.checking = True
        try:
            if self.spent:
                raise Gone(self.words())
            yield
        finally:
            self.checking = False


ALLOWANCE = Allowance()
