"""A breaker before a service: it stops asking after so many failures in a row, and tries again with one call."""

from systemdesign.kernel.run import now
from systemdesign.sim.request import Refused

CLOSED, OPEN, HALF_OPEN = "closed", "open", "half-open"
SUCCESS, FAILURE, LEFT = "success", "failure", "caller leaves"
ENOUGH, DUE = "enough failures in a row", "a call when due"

TRANSITIONS = {
    (CLOSED, ENOUGH): OPEN,
    (OPEN, DUE): HALF_OPEN,
    (HALF_OPEN, SUCCESS): CLOSED,
    (HALF_OPEN, FAILURE): OPEN,
    (HALF_OPEN, LEFT): OPEN,
}


class Breaker:
    """A service that asks another one, until `in_a_row` calls have failed, and then refuses.

    The first call after `open_for` seconds is the trial, and others are refused while it is
    out, which is what half-open means. Each change of state begins a new era; what comes of a
    call counts in the era in which it began, and in no other. A trial whose caller leaves
    tells nothing: the next call is the trial. After M. Nygard, Release It!
    """

    def __init__(self, service, in_a_row=5, open_for=60.0):
        self.service, self.in_a_row, self.open_for = service, in_a_row, open_for
        self.state, self.era, self.failures, self.due = CLOSED, 0, 0, None

    async def __call__(self, request):
        """What the service answers, or raises; Refused, at once, if it is not to be asked."""
        if self.state == OPEN and now() >= self.due:
            self._move(DUE)
        elif self.state != CLOSED:
            raise Refused(f"the breaker is {self.state}", by="breaker")
        era, event = self.era, LEFT
        try:
            reply = await self.service(request)
            event = SUCCESS
            return reply
        except Exception:
            event = FAILURE
            raise
        finally:
            if era == self.era:
                self._note(event)

    def _note(self, event):
        if event != LEFT:
            self.failures = self.failures + 1 if event == FAILURE else 0
        if self.state == CLOSED and self.failures >= self.in_a_row:
            event = ENOUGH
        self._move(event)

    def _move(self, event):
        """Change the state, if the table says so."""
        state = TRANSITIONS.get((self.state, event))
        if state:
            self.state, self.era = state, self.era + 1
            if event in (ENOUGH, FAILURE):
                self.due = now() + self.open_for
