"""What is still to come, in order of time."""

from collections import deque
from heapq import heappop, heappush
from itertools import count
from math import inf


class Agenda:
    """Calls to be made at their times; two of one time in the order in which they were noted."""

    __slots__ = ("now", "_heap", "_order", "_timers")

    def __init__(self):
        self.now, self._heap, self._order, self._timers = 0.0, [], count(), []

    def at(self, time, call, *args):
        """Make this call then."""
        heappush(self._heap, (time, next(self._order), call, args))

    def timer(self, delay, call):
        """A function that has `call(it)` made `delay` seconds after it was given it. One delay for all: they come due
        in the order in which they were set, so they need no heap."""
        due = deque()
        self._timers.append((due, call))
        return lambda it: due.append((self.now + delay, it))

    def proceed(self, until):
        """Make all calls that come before this time."""
        heap, timers = self._heap, self._timers
        while True:
            soonest, first = heap[0][0] if heap else inf, None
            for timer in timers:
                if timer[0] and timer[0][0][0] < soonest:
                    soonest, first = timer[0][0][0], timer
            if soonest >= until:
                return
            if first:
                due, call = first
                self.now, it = due.popleft()
                call(it)
            else:
                self.now, _, call, args = heappop(heap)
                call(*args)
