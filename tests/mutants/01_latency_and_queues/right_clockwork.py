"""One loop that does what is due next; tails of the law by ratios of neighbours; a climb in shrinking strides."""


# %% part-1
import asyncio
from collections import deque
from itertools import islice


async def fire(service, times, connections=None, timeout=inf):
    """Nobody but this loop decides anything: it sleeps until the next event, and looks at everything then."""
    start, found = now(), [inf] * len(times)
    later, line, running = deque(enumerate(times)), deque(), {}
    try:
        while later or line or running:
            clock = now() - start + 1e-9
            while later and later[0][1] <= clock:
                line.append(later.popleft()[0])
            while line and times[line[0]] + timeout <= clock:
                line.popleft()
            for task in [task for task, number in running.items() if times[number] + timeout <= clock]:
                task.cancel()
                del running[task]
            while line and (connections is None or len(running) < connections):
                number = line.popleft()
                running[asyncio.ensure_future(service(Request(number)))] = number
            ahead = [times[number] + timeout for number in (*line, *running.values())]
            left = min([*ahead, *(time for _, time in islice(later, 1))], default=clock) + start - now()
            if running:
                patience = None if left == inf else max(0.0, left)
                await asyncio.wait(running, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.sleep(max(0.0, left))
            for task in [task for task in running if task.done()]:
                number = running.pop(task)
                try:
                    task.result()
                    found[number] = now() - start - times[number]
                except (ServiceError, TimeoutError):
                    pass
        return found
    finally:
        for task in running:
            task.cancel()


# %% part-2
from heapq import nsmallest
from math import exp, inf, log1p


class Law:
    """The binomial law, as the number of values that may be left out at its lower end."""

    def __init__(self, n, q):
        self.n, self.q = n, q

    def left_out(self, tail):
        """From the logarithm of the first term on; each next one differs by the ratio of neighbours."""
        term, total = self.n * log1p(-self.q), 0.0
        for k in range(self.n):
            total += exp(term)
            if total > tail:
                return k
            term += log((self.n - k) / (k + 1)) + log(self.q) - log1p(-self.q)
        return self.n


def quantile(values, q):
    """The last of the smallest."""
    whole, _, part = f"{q:.9f}".partition(".")
    rank = -(-int(whole + part) * len(values) // 10**9)
    return nsmallest(max(1, rank), values)[-1]


def bounds(values, q, level=0.95):
    """Both ends are lower ends: the upper one of the values with their signs turned."""
    ends = []
    for sign, share in ((1, q), (-1, 1 - q)):
        rank = Law(len(values), share).left_out((1 - level) / 2)
        ranked = sorted(sign * value for value in values)
        ends.append(sign * ranked[rank - 1] if rank else None)
    return tuple(none if end is None else end for end, none in zip(ends, (0, inf)))


# %% part-3
from random import SystemRandom

CHANCE = SystemRandom()


async def capacity(make, objective, low, high, precision=0.02):
    """Climbs from below in strides that double, and are halved whenever one was too far."""

    async def missed(rate, service, seen):
        """Adds 1,000 at a time to what it has sent."""
        while True:
            times = [0.0]
            for _ in range(1_999 if not seen else 999):
                times.append(times[-1] + CHANCE.expovariate(1.0) / rate)
            seen.extend(await fire(service, times, None, 3 * objective))
            sure, worst = bounds(seen, 0.99, 0.99)
            if sure > objective or worst <= objective or len(seen) == 9_000:
                return (quantile(seen, 0.99) if sure <= objective < worst else sure) > objective

    stride = (high / low) ** 0.5
    while high / low > 1 + precision:
        rate = min(low * stride, (low * high) ** 0.5)
        if await missed(rate, make(), []):
            high, stride = rate, stride**0.5
        else:
            low = rate
    return low
