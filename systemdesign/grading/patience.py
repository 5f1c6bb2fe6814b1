"""How long the student's process is waited for: by what it computes and by how long it idles, not by the clock."""

import resource
from time import monotonic

import psutil

POLL = 0.1
"""Seconds between two looks at a process that has not answered."""
IDLE = {psutil.STATUS_SLEEPING, psutil.STATUS_STOPPED, psutil.STATUS_IDLE, psutil.STATUS_DISK_SLEEP}
WALL = 12
"""By the clock nothing takes more than so many times its limit, however busy the machine is."""


class Patience:
    """The time that one process has used: seconds of processor, and seconds in which it slept though it was its turn.

    On a busy machine it neither computes nor sleeps, and that costs nothing.
    """

    def __init__(self, pid):
        self.process, self.idle, self.waited = psutil.Process(pid), 0.0, 0.0

    def begun(self):
        """A step begins: whoever waits for it calls `used` at each look."""
        return Step(self)

    def computed(self):
        """Seconds of processor; those of a process that has ended are no longer told, and are 0."""
        try:
            user, system, *_ = self.process.cpu_times()
        except psutil.Error:
            return 0.0
        return user + system

    def sleeping(self):
        try:
            return self.process.status() in IDLE
        except psutil.Error:
            return False

    def resident(self):
        """Bytes of memory in use."""
        try:
            return self.process.memory_info().rss
        except psutil.Error:
            return 0


class Step:
    """One answer that is waited for. The first look comes a moment after its beginning; what was used till then is
    not counted."""

    def __init__(self, patience):
        self.patience, self.idle, self.start = patience, 0.0, monotonic()
        self.base = self.last = None

    def look(self):
        now, computed = monotonic(), self.patience.computed()
        if self.last is not None and self.patience.sleeping():
            idle = max(0.0, now - self.last[0] - (computed - self.last[1]))
            self.idle += idle
            self.patience.idle += idle
        self.base = computed if self.base is None else self.base
        self.last = now, computed

    def ended(self):
        """It is answered: the seconds by the clock that all answers together took, also those too short for a look."""
        self.patience.waited += monotonic() - self.start
        return self.patience.waited

    def over(self, seconds, in_all):
        """Whether it has had its time: of this step, or of the whole process."""
        computed = self.last[1]
        return (
            computed - self.base + self.idle > seconds
            or computed + self.patience.idle > in_all
            or monotonic() - self.start > WALL * seconds
        )


def computed():
    """Seconds of processor that the processes have used which were started here, and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
