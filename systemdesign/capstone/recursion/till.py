"""Payment: in line, perhaps behind a breaker for each instance, or handed to a queue."""

from math import inf

from systemdesign.capstone.settings import IN_A_ROW, OPEN_FOR
from systemdesign.circuit_breaker.breaker import CLOSED, HALF_OPEN, OPEN


class Fuse:
    """One instance's breaker."""

    __slots__ = ("state", "era", "failures", "due")

    def __init__(self):
        self.state, self.era, self.failures, self.due = CLOSED, 0, 0, 0.0

    def admits(self, now):
        """Whether a call may be made."""
        if self.state == OPEN and now >= self.due:
            self._be(HALF_OPEN)
            return True
        return self.state == CLOSED

    def note(self, now, era, failed):
        """Take note of the end of a call that began in this era."""
        if era != self.era:
            return
        self.failures = self.failures + 1 if failed else 0
        if failed and (self.state == HALF_OPEN or self.failures >= IN_A_ROW):
            self.due = now + OPEN_FOR
            self._be(OPEN)
        elif self.state == HALF_OPEN:
            self._be(CLOSED)

    def _be(self, state):
        self.state, self.era = state, self.era + 1


class Till:
    """Takes `then`, which is called with the try and an error or None when the order is paid, or will be."""

    def __init__(self, agenda, design, hang):
        self.agenda, self.hang = agenda, hang
        self.queued, self.breaks = design["payment"] == "queue", design["breaker"]
        self.limit = design["limit"] or inf
        self.fuses = {}

    def pay(self, one, then):
        """Pay for one order."""
        if self.queued:
            return then(one, None)
        now, fuse = self.agenda.now, self._fuse(one) if self.breaks else None
        if fuse and not fuse.admits(now):
            return then(one, "Refused")
        begins = self.hang[1] if self.hang[0] <= now < self.hang[1] else now
        ends, late = begins + one.request.asked.pay, now + self.limit
        self.agenda.at(
            min(ends, late), self._paid, one, then, fuse, fuse and fuse.era, "Refused" if late < ends else None
        )

    def _paid(self, one, then, fuse, era, error):
        if fuse:
            fuse.note(self.agenda.now, era, error is not None)
        then(one, error)

    def _fuse(self, one):
        return self.fuses.setdefault(one.lane.name, Fuse())
