"""Limits of so many requests in a window, counted in three ways; `take` is that of `bucket`."""

from collections import deque

from systemdesign.api_gateway.bucket import SLACK


class Fixed:
    """A counter that starts anew with each period of the clock: Redis's INCR and EXPIRE."""

    def __init__(self, limit, period):
        self.limit, self.period, self.counts = limit, period, {}

    def take(self, client, time):
        """0.0 if the client's request is admitted, else the seconds until one would be."""
        window = time // self.period
        last, count = self.counts.get(client, (window, 0))
        count = count if last == window else 0
        if count >= self.limit:
            return (window + 1) * self.period - time
        self.counts[client] = window, count + 1
        return 0.0


class Log:
    """The times of what was admitted in the last period: exact, and as long as the limit."""

    def __init__(self, limit, period):
        self.limit, self.period, self.times = limit, period, {}

    def take(self, client, time):
        """0.0 if the client's request is admitted, else the seconds until one would be."""
        times = self.times.setdefault(client, deque())
        while times and times[0] + self.period <= time + SLACK:
            times.popleft()
        if len(times) >= self.limit:
            return times[0] + self.period - time
        times.append(time)
        return 0.0


class TwoCounters:
    """This window's count, and of the last one's the share that the sliding window still covers.

    As if the last window's requests had come evenly. After J. Desgats, Cloudflare, 2017.
    """

    def __init__(self, limit, period):
        self.limit, self.period, self.counts = limit, period, {}

    def take(self, client, time):
        """0.0 if the client's request is admitted, else the seconds until one would be."""
        window, into = divmod(time, self.period)
        last, before, count = self.counts.get(client, (window, 0, 0))
        if last != window:
            before, count = count if last == window - 1 else 0, 0
        spare = self.limit - count - 1
        if spare < 0:  # not before the next window, and this one's count weighs on that
            return self.period * (1 + 1 / count) - into
        if before * (1 - into / self.period) > spare + SLACK:
            return self.period * (1 - spare / before) - into
        self.counts[client] = window, before, count + 1
        return 0.0
