"""Timers of the loop, futures and a line; ranks by steps away from the mode; a search that sends in pieces."""


# %% part-1
import asyncio
from collections import deque


async def fire(service, times, connections=None, timeout=inf):
    """Callbacks send what is due; a line holds what has no connection."""
    loop = asyncio.get_running_loop()
    start, line, running, found = loop.time(), deque(), {}, [inf] * len(times)
    left, over = len(times), loop.create_future()

    def settle(number):
        nonlocal left
        left -= 1
        if not left and not over.done():
            over.set_result(None)

    def due(number):
        line.append(number)
        send()

    def send():
        while line and (connections is None or len(running) < connections):
            number = line.popleft()
            running[number] = task = asyncio.ensure_future(service(Request(number)))
            task.add_done_callback(lambda done, number=number: ended(number, done))

    def ended(number, task):
        del running[number]
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, (ServiceError, TimeoutError)):
            if not over.done():
                over.set_exception(error)
            return
        if not task.cancelled() and error is None:
            found[number] = loop.time() - start - times[number]
        if not over.done():
            settle(number)
            send()

    def expire(number):
        if number in running:
            running[number].cancel()
        elif number in line:
            line.remove(number)
            settle(number)

    timers = [loop.call_at(start + time, due, number) for number, time in enumerate(times)]
    if timeout < inf:
        timers += [loop.call_at(start + time + timeout, expire, number) for number, time in enumerate(times)]
    try:
        if times:
            await over
    finally:
        for timer in timers:
            timer.cancel()
        line.clear()
        for task in list(running.values()):
            task.cancel()
    return found


# %% part-2
from fractions import Fraction
from math import exp, inf, lgamma, log


def quantile(values, q):
    """By fractions."""
    wanted = Fraction(str(q)) * len(values)
    return next(value for rank, value in enumerate(sorted(values), 1) if rank >= wanted)


def rank(n, q, tail):
    """How many terms of the law, from none on, come to `tail` at most."""
    total = 0.0
    for k in range(n + 1):
        total += exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(q) + (n - k) * log(1 - q))
        if total > tail:
            return k
    return n


def bounds(values, q, level=0.95):
    """The upper bound is the lower one of the mirror image."""
    values, tail = sorted(values), (1 - level) / 2
    low, high = rank(len(values), q, tail), rank(len(values), 1 - q, tail)
    return (values[low - 1] if low else 0, values[-high] if high else inf)


# %% part-3
from random import Random


async def capacity(make, objective, low, high, precision=0.02):
    """Halves on a scale of sums, with pieces of 3,000 on services of their own, and answers with the middle."""
    random = Random(7)
    while high / low > 1 + precision:
        rate, found, kept = (low + high) / 2, [], None
        while kept is None:
            times, time = [], 0.0
            for _ in range(3_000):
                time -= log(1 - random.random()) / rate
                times.append(time)
            found += await fire(make(), times, timeout=1.5 * objective)
            least, most = bounds(found, 0.99, 0.99)
            if most <= objective or least > objective:
                kept = most <= objective
            elif len(found) >= 12_000:
                kept = quantile(found, 0.99) <= objective
        low, high = (rate, high) if kept else (low, rate)
    return (low * high) ** 0.5
