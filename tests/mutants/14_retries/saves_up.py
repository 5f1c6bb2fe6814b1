"""Remembers every request ever made: a quiet day pays for the storm.

Loses part 2. Hint: Forget requests that are older than the window
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
        self._forget(self.retries)
        if len(self.retries) + 1 > self.least + self.ratio * len(self.requests):
            return False
        self.retries.append(now())
        return True

    def _forget(self, times):
        while times and now() - times[0] >= self.window:
            times.popleft()
