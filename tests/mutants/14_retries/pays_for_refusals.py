"""Counts refused retries as made, so that asking for more gives ever less.

Loses part 2. Hint: count only those that you granted
"""

from collections import deque


class Budget:
    """Allows a few retries, and a part of the requests of late; forgets both after `window` seconds."""

    def __init__(self, ratio=0.1, least=3, window=10.0):
        self.ratio, self.least, self.window = ratio, least, window
        self.requests, self.retries = deque(), deque()

    def asked(self):
        """A request comes in."""
        self.requests.append(now())

    def may_retry(self):
        """Whether one more retry is affordable; if it is, it counts as made."""
        self._forget(self.requests)
        self._forget(self.retries)
        if len(self.retries) + 1 > self.least + self.ratio * len(self.requests):
            self.retries.append(now())
            return False
        self.retries.append(now())
        return True

    def _forget(self, times):
        while times and now() - times[0] >= self.window:
            times.popleft()
