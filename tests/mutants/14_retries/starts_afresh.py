"""A fixed window: at its edge twice as many retries pass.

Loses part 2. Hint: a window that starts afresh
"""

from collections import deque


class Budget:
    """Allows a few retries, and a part of the requests of late; forgets both after `window` seconds."""

    def __init__(self, ratio=0.1, least=3, window=10.0):
        self.ratio, self.least, self.window = ratio, least, window
        self.requests, self.retries, self.current = deque(), deque(), 0

    def asked(self):
        """A request comes in."""
        self.requests.append(now())

    def may_retry(self):
        """Whether one more retry is affordable; if it is, it counts as made."""
        if now() // self.window != self.current:
            self.current = now() // self.window
            self.requests.clear()
            self.retries.clear()
        if len(self.retries) + 1 > self.least + self.ratio * len(self.requests):
            return False
        self.retries.append(now())
        return True
