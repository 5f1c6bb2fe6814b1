"""A virtual loop whose clock is turned by the judge, over a line."""

from heapq import heappop
from math import inf

from systemdesign.sim.loop import VirtualLoop


class Follower(VirtualLoop):
    """Runs all that is due, then calls `idle(next_due)`, which waits for the judge and returns the new time."""

    def __init__(self, idle):
        super().__init__(0, max_steps=inf)
        self.idle = idle

    def for_ever(self):
        """Until `idle` raises: the judge watches the real clock, so there is no livelock to look for."""
        while True:
            self.turn(1_000_000)

    def advance(self):
        due = self.next_due()
        while due is None or due > self.clock:
            self.clock = self.idle(due)
            if self.ready:
                return self.ready.popleft()
            due = self.next_due()
        return super().advance()

    def next_due(self):
        heap = self.heap
        while heap and heap[0][2].timer != heap[0][1]:
            heappop(heap)
            self.stale -= 1
        return heap[0][0] if heap else None

    def clear(self):
        """Forget what an earlier trial left behind."""
        for task in list(self.tasks):
            task.cancel()
        self.heap.clear()
        self.stale = 0
