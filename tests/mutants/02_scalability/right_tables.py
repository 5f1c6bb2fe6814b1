"""A right answer of another shape: inverse shares, lists instead of deques, a target of the load and no forecast."""

# %% part-1
from math import ceil, exp


def needed(rate, service, p99):
    load, patience = rate * service, p99 / service
    if exp(-patience) >= 0.01:
        return None
    inverse = 1.0  # 1/B, which only grows
    for machines in range(1, 10**6):
        inverse = 1.0 + inverse * machines / load if load else float("inf")
        spare = machines - load
        if spare <= 0:
            continue
        waits = machines / (machines + spare * (inverse - 1))
        if abs(spare - 1) < 1e-9:
            tail = patience * exp(-patience)
        else:
            tail = (exp(-patience) - exp(-spare * patience)) / (spare - 1)
        if exp(-patience) + waits * tail <= 0.01:
            return machines


# %% part-2
class Calm:
    def __init__(self, seconds):
        self.seconds = seconds
        self.times, self.numbers = [], []

    def __call__(self, time, wanted):
        self.times.append(time)
        self.numbers.append(wanted)
        highest = wanted
        for index in range(len(self.times)):
            if self.times[index] > time - self.seconds and self.numbers[index] > highest:
                highest = self.numbers[index]
        return highest


# %% part-3
class Orders:
    def __init__(self, patience):
        self.patience = patience
        self.dates = []
        self.ready = None

    def plan(self, time, wanted, ready):
        if self.ready is not None and ready > self.ready:
            del self.dates[: ready - self.ready]
        while self.dates and self.dates[0] + self.patience <= time:
            self.dates.pop(0)
        order = cancel = release = 0
        while ready + len(self.dates) < max(wanted, 1):
            self.dates.append(time)
            order += 1
        while self.dates and ready + len(self.dates) > max(wanted, 1):
            self.dates.pop()
            cancel += 1
        if not self.dates and ready > max(wanted, 1):
            release = ready - max(wanted, 1)
        self.ready = ready - release
        return order, cancel, release


# %% part-4
class Autoscaler:
    TARGET = 0.75

    def __init__(self):
        self.rates = []
        self.calm = Calm(240)

    def decide(self, time, rate, waiting, ready, booting):
        if rate is not None:
            self.rates = [*self.rates[-3:], rate]
        if not self.rates:
            return max(1, ready + booting)
        busy = sum(self.rates) / len(self.rates)
        return self.calm(time, max(1, ceil(busy / self.TARGET) + ceil(waiting / 30), needed(busy, 1, 6)))
