"""Workers who take what is due from a queue; the law term by term from its mode; a recursive search."""


# %% part-1
import asyncio


async def fire(service, times, connections=None, timeout=inf):
    """As many workers as there are connections, on one queue."""
    start, due, found = now(), asyncio.Queue(), [inf] * len(times)

    async def clock():
        for number, time in enumerate(times):
            await asyncio.sleep(max(0.0, start + time - now()))
            due.put_nowait(number)

    async def work():
        while True:
            number = await due.get()
            left = start + times[number] + timeout - now()
            if left > 1e-9:
                try:
                    await asyncio.wait_for(service(Request(number)), None if left == inf else left)
                    found[number] = now() - start - times[number]
                except (ServiceError, TimeoutError):
                    pass
            due.task_done()

    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(work()) for _ in range(min(connections or len(times), len(times)))]
        await group.create_task(clock())
        await due.join()
        for worker in workers:
            worker.cancel()
    return found


# %% part-2
from decimal import Decimal
from math import ceil, inf


def quantile(values, q):
    """By decimals."""
    return sorted(values)[max(0, ceil(Decimal(repr(q)) * len(values)) - 1)]


def bounds(values, q, level=0.95):
    """Terms from the mode outwards, as shares of its own, which is 1."""
    n = len(values)
    mode = min(n, int((n + 1) * q))
    terms = [0.0] * (n + 1)
    terms[mode] = 1.0
    for k in range(mode, n):
        terms[k + 1] = terms[k] * (n - k) * q / ((k + 1) * (1 - q))
    for k in range(mode, 0, -1):
        terms[k - 1] = terms[k] * k * (1 - q) / ((n - k + 1) * q)
    tail = sum(terms) * (1 - level) / 2
    low, total = 0, terms[0]
    while total <= tail:
        low += 1
        total += terms[low]
    high, total = n + 1, terms[n]
    while total <= tail:
        high -= 1
        total += terms[high - 1]
    values = sorted(values)
    return (values[low - 1] if low else 0.0), (values[high - 1] if high <= n else inf)


# %% part-3
from itertools import accumulate
from random import Random


async def kept(service, rate, objective, found=()):
    """Whether the promise holds; sends four thousand at a time."""
    random = Random(rate * 1_000 + len(found))
    times = list(accumulate(random.expovariate(rate) for _ in range(4_000)))
    found = [*found, *await fire(service, times, timeout=2 * objective)]
    low, high = bounds(found, 0.99, 0.99)
    if low > objective or high <= objective:
        return high <= objective
    return quantile(found, 0.99) <= objective if len(found) >= 8_000 else await kept(service, rate, objective, found)


async def capacity(make, objective, low, high, precision=0.02):
    """Halves, and halves again."""
    if high <= low * (1 + precision):
        return high
    rate = low * (high / low) ** 0.5
    if await kept(make(), rate, objective):
        return await capacity(make, objective, rate, high, precision)
    return await capacity(make, objective, low, rate, precision)
