"""A burst of messages, and two consumers that take more of them than they can do in time."""

from collections import deque
from typing import NamedTuple

MICRO = 1_000_000


class Worked(NamedTuple):
    """How often a message was worked on, how many messages came back, and when all was done, in seconds."""

    works: int
    returned: int
    end: float


class Burst:
    """So many messages at 0 s; each consumer has up to `held` of them at hand, and works on one for `seconds`.

    A message that isn't acknowledged `wait` seconds after it was handed out is handed out again as soon as somebody has
    room. A consumer works on all that it was given: it can't know what another one has done. At one moment
    acknowledgements come first, then timers. Times are whole microseconds, so that moments that are the same are equal.
    """

    def __init__(self, messages, held, seconds, wait):
        self.new, self.held = deque(range(messages)), held
        self.seconds, self.wait = round(seconds * MICRO), round(wait * MICRO)
        self.hands, self.ready = (deque(), deque()), [None, None]
        self.timers, self.back, self.acked = deque(), deque(), set()
        self.works = self.returned = self.last = 0

    def run(self):
        """Until nobody has anything to do: what was Worked."""
        time = 0
        self._fill(time)
        while any(self.hands):
            moments = [*self.ready, self.timers[0][0] if self.timers else None]
            time = min(moment for moment in moments if moment is not None)
            self._finish(time)
            self._expire(time)
            self._fill(time)
        return Worked(self.works, self.returned, self.last / MICRO)

    def _finish(self, time):
        for k, hand in enumerate(self.hands):
            if self.ready[k] == time:
                message = hand.popleft()
                self.works += 1
                if message not in self.acked:
                    self.acked.add(message)
                    self.last = time
                self.ready[k] = time + self.seconds if hand else None

    def _expire(self, time):
        while self.timers and self.timers[0][0] <= time:
            message = self.timers.popleft()[1]
            if message not in self.acked:
                self.returned += 1
                self.back.append(message)

    def _fill(self, time):
        for k, hand in enumerate(self.hands):
            while len(hand) < self.held and (message := self._next()) is not None:
                hand.append(message)
                self.timers.append((time + self.wait, message))
            if hand and self.ready[k] is None:
                self.ready[k] = time + self.seconds

    def _next(self):
        while self.back:
            message = self.back.popleft()
            if message not in self.acked:
                return message
        return self.new.popleft() if self.new else None
