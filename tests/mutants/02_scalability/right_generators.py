"""A right answer of another shape: logarithms, a monotone queue, a generator, and level and trend smoothed (Holt)."""

# %% part-1
from collections import deque
from math import ceil, exp, expm1, inf, lgamma, log, sqrt


def waiting_share(machines, load):
    """Erlang's C from the logarithms of a Poisson distribution."""
    if load == 0:
        return 0.0
    logs = [busy * log(load) - lgamma(busy + 1) for busy in range(machines)]
    full = machines * log(load) - lgamma(machines + 1) + log(machines / (machines - load))
    most = max([*logs, full])
    return exp(full - most) / (exp(full - most) + sum(exp(one - most) for one in logs))


def keeps(machines, load, limit):
    spare = machines - load
    extra = limit if abs(spare - 1) < 1e-12 else -expm1(-(spare - 1) * limit) / (spare - 1)
    return exp(-limit) * (1 + waiting_share(machines, load) * extra) <= 0.01


def needed(rate, service, p99):
    load, limit = rate * service, p99 / service
    if limit < log(100):
        return None
    step, machines = 1, int(load) + 1
    while not keeps(machines, load, limit):
        machines, step = machines + step, 2 * step
    low = max(int(load), machines - step)
    while machines - low > 1:
        middle = (low + machines) // 2
        low, machines = (low, middle) if keeps(middle, load, limit) else (middle, machines)
    return machines


# %% part-2
class Calm:
    """Falling numbers only: whoever is overtaken by a higher, later one never matters again."""

    def __init__(self, seconds):
        self.seconds, self.falling = seconds, deque()

    def __call__(self, time, wanted):
        while self.falling and self.falling[-1][1] <= wanted:
            self.falling.pop()
        self.falling.append((time, wanted))
        while self.falling[0][0] + self.seconds <= time:
            self.falling.popleft()
        return self.falling[0][1]


# %% part-3
class Orders:
    def __init__(self, patience):
        self.books = self.keep(patience)
        next(self.books)

    def plan(self, time, wanted, ready):
        return self.books.send((time, max(wanted, 1), ready))

    def keep(self, patience):
        coming, expected, answer = deque(), inf, None
        while True:
            time, wanted, ready = yield answer
            for _ in range(int(min(len(coming), max(0, ready - expected)))):
                coming.popleft()
            coming = deque(since for since in coming if time < since + patience)
            missing = wanted - ready - len(coming)
            order = max(missing, 0)
            coming.extend([time] * order)
            cancel = sum(1 for _ in range(max(-missing, 0)) if coming and (coming.pop() or True))
            release = max(-missing, 0) - cancel
            expected = ready - release
            answer = order, cancel, release


# %% part-4
class Autoscaler:
    def __init__(self):
        self.level, self.trend = None, 0.0
        self.calm = Calm(240.0)

    def decide(self, time, rate, waiting, ready, booting):
        if rate is not None:
            self.learn(rate)
        if self.level is None:
            return max(ready + booting, 1)
        coming = max(self.level + max(self.trend, 0.0) * 5, 0.01)
        number = needed(coming + 0.6 * sqrt(coming), 1.0, 6.0)
        return self.calm(time, number + ceil(waiting / 30))

    def learn(self, rate):
        if self.level is None:
            self.level = rate
            return
        before = self.level
        self.level += self.trend
        self.level += 0.35 * (rate - self.level)
        self.trend += 0.15 * (self.level - before - self.trend)
