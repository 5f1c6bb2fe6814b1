"""What is still to come, in order of time."""

from heapq import heappop, heappush
from itertools import count


class Agenda:
    """Calls to be made at their times; two of one time in the order in which they were noted."""

    __slots__ = ("now", "heap", "_order")

    def __init__(self):
        self.now, self.heap, self._order = 0.0, [], count()

    def at(self, time, call, *args):
        """Make this call then."""
        heappush(self.heap, (time, next(self._order), call, args))

    def next(self):
        """Go to the time of the next call, and make it."""
        self.now, _, call, args = heappop(self.heap)
        call(*args)
