"""A right answer of another shape: a truncated birth-death chain, closures, named machines, and a straight line."""

# %% part-1
from math import ceil, exp, log, sqrt


def needed(rate, service, p99):
    limit, load = p99 / service, rate * service
    return None if limit <= log(100) else next(c for c in candidates(load) if too_late(c, load, limit) <= 1 / 100)


def candidates(load):
    c = int(load) + 1
    while True:
        yield c
        c += 1


def too_late(c, load, limit):
    waits, spare = waiting_for(c, load), c - load
    if abs(spare - 1) < 1e-9:
        return exp(-limit) + waits * limit * exp(-limit)
    return exp(-limit) + waits * (exp(-limit) - exp(-spare * limit)) / (spare - 1)


def waiting_for(c, load):
    """Chances relative to that of all machines busy, from there down to the empty state."""
    chance = total = 1.0
    for busy in range(c, 0, -1):
        if not load:
            return 0.0
        chance = chance * busy / load
        total += chance
    all_busy = c / (c - load)
    return all_busy / (total - 1 + all_busy)


# %% part-2
def Calm(seconds):
    past = {}

    def calm(time, wanted):
        for old in [then for then in past if time - then >= seconds]:
            del past[old]
        past[time] = max(past.get(time, wanted), wanted)
        return max(past.values())

    return calm


# %% part-3
class Orders:
    """Each order is a pair: when it was made, and whether it still counts."""

    def __init__(self, patience):
        self.patience, self.orders, self.before = patience, [], float("inf")

    def plan(self, time, wanted, ready):
        for order in self.open()[: max(0, int(min(ready, 10**9) - min(self.before, 10**9)))]:
            order[1] = False
        for order in self.open():
            order[1] = time - order[0] < self.patience
        target = wanted if wanted > 0 else 1
        plan = self.more(time, target - ready) if ready + len(self.open()) <= target else self.less(target, ready)
        self.before = ready - plan[2]
        return list(plan)

    def open(self):
        return [order for order in self.orders if order[1]]

    def more(self, time, lack):
        number = lack - len(self.open())
        self.orders += [[time, True] for _ in range(number)]
        return number, 0, 0

    def less(self, target, ready):
        surplus = ready + len(self.open()) - target
        called_off = self.open()[::-1][:surplus]
        for order in called_off:
            order[1] = False
        return 0, len(called_off), surplus - len(called_off)


# %% part-4
class Autoscaler:
    """The line through the last two minutes, as it will stand in 75 s, and twenty seconds' work for who waits."""

    def __init__(self):
        self.seen, self.recent = [], []

    def decide(self, time, rate, waiting, ready, booting):
        if rate is not None:
            self.seen = [(then, one) for then, one in self.seen if then > time - 120] + [(time, rate)]
        wish = self.wish(time, waiting) if self.seen else max(1, ready + booting)
        self.recent = [(then, one) for then, one in self.recent if then > time - 240] + [(time, wish)]
        return max(one for _, one in self.recent)

    def wish(self, time, waiting):
        n = len(self.seen)
        mean_time, mean_rate = sum(then for then, _ in self.seen) / n, sum(one for _, one in self.seen) / n
        spread = sum((then - mean_time) ** 2 for then, _ in self.seen)
        slope = sum((then - mean_time) * (one - mean_rate) for then, one in self.seen) / spread if n > 4 else 0.0
        last = self.seen[-1][0]
        rate = max(mean_rate + max(slope, 0.0) * (last - mean_time + 45), 0.01)
        return needed(rate + 0.6 * sqrt(rate), 1.0, 6.0) + ceil(waiting / 20)
