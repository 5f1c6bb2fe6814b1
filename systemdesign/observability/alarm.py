"""An alarm over one window: when it fires, and how long it goes on after the end."""

from collections import deque
from math import inf, log

from systemdesign.kernel.streams import stream

RATE = 10  # requests a second, on the beat
OBJECTIVE = 0.999


class Alarm:
    """Fires while more than `burn` times the share that the objective leaves has failed within the last `window` s.

    It is told of failures; `rate` requests a second come in all.
    """

    def __init__(self, burn, window, objective=OBJECTIVE, rate=RATE):
        self.window, self.most = window, round(burn * (1 - objective) * window * rate, 6)
        self.failures = deque()

    def note(self, time):
        """One more request has failed; times do not fall."""
        self.failures.append(time)

    def firing(self, time):
        """Whether it fires at this time."""
        while self.failures and self.failures[0] <= time - self.window:
            self.failures.popleft()
        return len(self.failures) > self.most


def heard(burn, window, failing, most=6000, seed=None):
    """(after how many seconds it fires, how long it goes on) for an outage in which this share of requests fails.

    The outage ends when it fires; infinite, and nought, where that has not come to pass after `most` failures.
    """
    alarm, chance = Alarm(burn, window), stream("failures", seed)
    time = 0.0
    for _ in range(most):
        time += _until_next(failing, chance) / RATE
        alarm.note(time)
        if alarm.firing(time):
            left = int(alarm.most)
            return round(time, 6), round(alarm.failures[-left - 1] + window - time, 6)
    return inf, 0.0


def _until_next(failing, chance):
    """How many requests it takes until one fails, that one included."""
    return 1 if failing >= 1 else int(log(1 - chance.random()) / log(1 - failing)) + 1
