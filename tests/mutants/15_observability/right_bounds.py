"""A right answer of another shape: bounds found by bisection, a ring of buckets, plain loops."""

# %% part-1
from bisect import bisect_left, insort


class Sketch:
    def __init__(self, error=0.01, most=2048):
        self.error, self.most, self.count = error, most, 0
        self.growth = 2 * math.atanh(error)  # the logarithm of γ
        self.numbers, self.sizes, self.nothing = [], {}, 0

    def add(self, value, count=1):
        if math.isnan(value) or math.isinf(value) or value < 0 or count <= 0:
            raise ValueError("no value")
        if not value:
            self.nothing += count
        else:
            number = self.find(value)
            if number not in self.sizes:
                insort(self.numbers, number)
                self.sizes[number] = 0
            self.sizes[number] += count
            while len(self.numbers) > self.most:
                lowest = self.numbers.pop(0)
                self.sizes[self.numbers[0]] += self.sizes.pop(lowest)
        self.count += count

    def find(self, value):
        number = int(math.log(value) / self.growth)
        while math.exp(number * self.growth) < value:
            number += 1
        while math.exp((number - 1) * self.growth) >= value:
            number -= 1
        return number

    def buckets(self):
        found = [(0, self.nothing)] if self.nothing else []
        for number in self.numbers:
            found.append((math.exp(number * self.growth) * (1 - self.error), self.sizes[number]))
        return found

    def quantile(self, q):
        if math.isnan(q) or q < 0 or q > 1:
            raise ValueError("no share")
        if self.count == 0:
            return None
        ends, total = [], 0
        for _, size in self.buckets():
            total += size
            ends.append(total)
        return self.buckets()[bisect_left(ends, max(1, math.ceil(self.count * q)))][0]


# %% part-2
def merge(one, other):
    if other.error == one.error:
        [one.add(value, count) for value, count in reversed(list(other.buckets()))]
    else:
        raise ValueError("another error")


# %% part-3
def increase(samples, start, end):
    rose, before, seen = 0, None, 0
    for moment in sorted({time for time, _ in samples if not (time < start or time > end)}):
        value = dict(samples)[moment]
        if before is not None:
            if value < before:
                before = 0
            rose += value - before
        before = value
        seen += 1
    if seen > 1:
        return rose


def total(series, start, end):
    found = None
    for name in series:
        rose = increase(series[name], start, end)
        if rose is not None:
            found = rose if found is None else found + rose
    return found


# %% part-4
class Burn:
    """A ring of so many counters, each with the number of the bucket that it stands for."""

    def __init__(self, objective, pairs=((14.4, 3600, 300), (6, 21600, 1800))):
        self.objective = objective
        self.pairs = [tuple(pair) for pair in pairs]
        self.width = min(pair[2] for pair in pairs) / 60
        longest = max(pair[1] for pair in pairs)
        self.ring = [None] * (int(longest / self.width) + 2)

    def note(self, good, bad):
        number = int(now() / self.width)
        place = number % len(self.ring)
        if self.ring[place] is None or self.ring[place][0] != number:
            self.ring[place] = (number, 0, 0)
        _, well, ill = self.ring[place]
        self.ring[place] = (number, well + good, ill + bad)

    def spent(self, seconds):
        since, good, bad = now() - seconds, 0, 0
        for counter in self.ring:
            if counter is not None and counter[0] * self.width > since:
                good, bad = good + counter[1], bad + counter[2]
        if bad == 0:
            return 0
        return (bad / (bad + good)) / (1 - self.objective)

    def firing(self):
        found = False
        for rate, long, short in self.pairs:
            found |= self.spent(short) > rate < self.spent(long)
        return found
