"""A right answer of another shape: buckets joined when they are read, sums that only grow, rises as they go."""

# %% part-1
from collections import Counter


class Sketch:
    """The place of 0 is the bucket of minus infinity; the lowest are joined when there are half as many again."""

    def __init__(self, error=0.01, most=2048):
        self.error = error
        self.most = most
        self.held = Counter()

    @property
    def count(self):
        return sum(self.held.values())

    def add(self, value, count=1):
        if not value >= 0 or value == math.inf or not count >= 1:
            raise ValueError(value, count)
        power = math.log1p(2 * self.error / (1 - self.error))
        self.held[math.ceil(math.log(value) / power) if value > 0 else -math.inf] += count
        if len(self.held) > 1.5 * self.most:
            self.join()

    def join(self):
        highest = sorted(number for number in self.held if number > -math.inf)[-self.most :]
        joined = Counter()
        for number, count in self.held.items():
            joined[number if number == -math.inf else max(number, highest[0])] += count
        self.held = joined

    def buckets(self):
        self.join()
        gamma = (1 + self.error) / (1 - self.error)
        return [(gamma**number * 2 / (1 + gamma), self.held[number]) for number in sorted(self.held)]

    def quantile(self, q):
        if not (q >= 0 and q <= 1):
            raise ValueError(q)
        left = q * self.count
        for value, count in self.buckets():
            left -= count
            if left <= 0:
                return value


# %% part-2
def merge(one, other):
    if one.error != other.error:
        raise ValueError("these two do not go together")
    told = dict(other.buckets())
    while told:
        one.add(*told.popitem())


# %% part-3
def increase(samples, start, end):
    counted = {time: value for time, value in samples if time >= start and time <= end}
    times = sorted(counted)
    if not times[1:]:
        return None
    falls = [counted[a] for a, b in pairwise(times) if counted[b] < counted[a]]
    return counted[times[-1]] - counted[times[0]] + sum(falls)


def total(series, start, end):
    rises = {name: increase(list(samples), start, end) for name, samples in series.items()}
    if set(rises.values()) <= {None}:
        return None
    return sum(filter(None, rises.values()))


# %% part-4
from bisect import bisect_right


class Burn:
    """Sums that only grow, at the end of each bucket: a window is a difference of two of them."""

    def __init__(self, objective, pairs=((14.4, 3600, 300), (6, 21600, 1800))):
        self.objective, self.pairs = objective, pairs
        self.width = min(short for _, _, short in pairs) / 60
        self.keep = max(long for _, long, _ in pairs)
        self.begun, self.good, self.bad = [-math.inf], [0], [0]

    def note(self, good, bad):
        begun = math.floor(now() / self.width) * self.width
        if self.begun[-1] < begun:
            self.begun.append(begun)
            self.good.append(self.good[-1])
            self.bad.append(self.bad[-1])
        self.good[-1] += good
        self.bad[-1] += bad
        old = bisect_right(self.begun, now() - self.keep) - 1
        if old > 0:
            for kept in (self.begun, self.good, self.bad):
                del kept[:old]

    def spent(self, seconds):
        old = bisect_right(self.begun, now() - seconds) - 1
        good, bad = (sums[-1] - sums[old] for sums in (self.good, self.bad))
        share = bad / (good + bad) if good + bad > 0 else 0.0
        return share / (1 - self.objective)

    def firing(self):
        burns = ((min(self.spent(long), self.spent(short)), rate) for rate, long, short in self.pairs)
        return any(burn > rate for burn, rate in burns)
