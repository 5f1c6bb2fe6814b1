"""Instances as the balancer sees them, and the tries that they hold."""

from collections import deque
from math import inf

from systemdesign.capstone.settings import FAILURES, PAUSE, WORKERS

ILL = {"Lost", "TimedOut"}


class Try:
    """One try of a request at one instance. `alive` as long as somebody waits for it."""

    __slots__ = ("request", "lane", "alive", "version")

    def __init__(self, request, lane):
        self.request, self.lane, self.alive, self.version = request, lane, True, None


class Lane:
    """An instance: workers, a queue, and the two faults that it may have, each from one time to another."""

    __slots__ = ("name", "weight", "in_flight", "idle", "queue", "room", "fast", "freeze", "failed", "out")

    def __init__(self, number, room):
        self.name, self.weight, self.in_flight = f"instance {number + 1}", 1, 0
        self.idle, self.queue, self.room = WORKERS, deque(), room
        self.fast = self.freeze = (inf, inf)
        self.failed, self.out = 0, False

    def begins(self, time):
        """When work begins that a worker takes up at this time."""
        return self.freeze[1] if self.freeze[0] <= time < self.freeze[1] else time

    def breaks(self, time):
        """Whether it fails fast at this time."""
        return self.fast[0] <= time < self.fast[1]


class Ward:
    """PassiveChecks: so many failures in a row take an instance out for a while, and then one more does."""

    def __init__(self, agenda, lanes):
        self.agenda, self.lanes, self.ready = agenda, lanes, list(lanes)

    def saw(self, lane, error):
        """Take note of one try's end; to be busy is not to be ill."""
        if error not in ILL:
            lane.failed = 0
            return
        lane.failed += 1
        if lane.failed >= FAILURES and not lane.out:
            self._move(lane, True)
            self.agenda.at(self.agenda.now + PAUSE, self._back, lane)

    def _back(self, lane):
        lane.failed = FAILURES - 1
        self._move(lane, False)

    def _move(self, lane, out):
        lane.out = out
        self.ready[:] = [lane for lane in self.lanes if not lane.out]
