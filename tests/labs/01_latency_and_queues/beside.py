"""What runs beside the student's code, in its process: services that are asked too often for the line between them."""

import asyncio
from itertools import pairwise
from math import inf
from random import Random

from systemdesign import now, run
from systemdesign.kernel import Deadlock, Livelock
from systemdesign.sim import Reply, Server, at, constant, faults

OBJECTIVE = 0.8  # s


def frozen():
    """Latencies at a server that stands still from 100 s to 200 s."""

    async def main():
        server = Server("s", service=constant(0.01))
        pause = asyncio.create_task(faults(at(100, server.pause), at(200, server.resume)))
        latencies = await book.fire(server, [number / 10 for number in range(2_000)])  # noqa: F821
        await pause
        return latencies

    return run(main)


def leaves(name, values):
    """Whether a function of part 2 leaves the list that it is given as it was."""
    before = list(values)
    getattr(book, name)(values, 0.5)  # noqa: F821
    return values == before


def burst(size):
    """The most requests under way at once, of so many that are due at once."""
    under_way = most = 0

    async def service(request):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(2.0)
        under_way -= 1

    run(book.fire(service, [0.1] * size))  # noqa: F821
    return most


def opened(seconds, visits):
    """A service that is asked for so many `seconds`, and writes each request's (sent, left) into `visits`.

    It is a closure: what it knows is no attribute of what `make()` returns.
    """

    async def service(request):
        visit = [now(), inf]
        visits.append(visit)
        wait = seconds(visits)
        try:
            await asyncio.get_running_loop().create_future() if wait == inf else await asyncio.sleep(wait)
            return Reply("place")
        finally:
            visit[1] = now()

    return service


def told(visits):
    """What a service saw: see `shares` and `repeated`."""
    gaps = [after - before for (before, _), (after, _) in pairwise(visits)]
    mean = sum(gaps) / len(gaps) if gaps else 0.0
    gaps = [round(gap / mean, 4) for gap in gaps] if mean else []
    longest = max((left - sent for sent, left in visits), default=0.0)
    return {"count": len(visits), "longest": longest, "first": gaps[:5], **shares(gaps), **repeated(gaps)}


def shares(gaps):
    """The shares of the gaps that are no longer than 0.1, 0.3, 0.7, 1.5 and 3 times their mean."""
    return {"shares": [sum(gap <= most for gap in gaps) / max(1, len(gaps)) for most in (0.1, 0.3, 0.7, 1.5, 3.0)]}


def repeated(gaps):
    """Whether ten gaps from the middle of a stretch come again, but for their rounding."""
    once = gaps[500:510]
    later = (gaps[start : start + 10] for start in range(510, len(gaps) - 9))
    return {"again": any(all(abs(a - b) < 0.001 for a, b in zip(once, other)) for other in later) if once else False}


def each(nth):
    """Late with every nth request."""
    return lambda visits: 2 * OBJECTIVE if len(visits) % nth == 0 else 0.1


def worse_at_first(visits):
    """Late with every 72nd of 4,000 requests, and with every 105th from then on."""
    return 2 * OBJECTIVE if len(visits) % (72 if len(visits) <= 4_000 else 105) == 0 else 0.1


def fuse(rate, looks=1_000):
    """Late for ever once its first thousand requests have come faster than `rate`."""
    return lambda visits: 0.1 if len(visits) <= looks or looks / (visits[looks][0] - visits[0][0]) < rate else inf


PLACES = {
    "instant": lambda visits: 0.0,
    "late": lambda visits: 2 * OBJECTIVE,
    "silent": lambda visits: inf,
    "late with every 101st request": each(101),
    "late with every 91st request": each(91),
    "late with every 75th request": each(75),
    "late with every 70th request": each(70),
    "late with every 72nd request at first, and later with every 105th": worse_at_first,
    "just in time": lambda visits: 0.97 * OBJECTIVE,
    "silent to every 75th request": lambda visits: inf if len(visits) % 75 == 0 else 0.1,
    "broken for good by more than 5 requests a second": fuse(5.0),
}


def search(name, options):
    """What `capacity` found, and what each service saw; no rate where it waits for ever."""
    seen = []

    def make():
        seen.append([])
        return opened(PLACES[name], seen[-1])

    try:
        found = {"rate": run(book.capacity(make, OBJECTIVE, **options), seed=1)}  # noqa: F821
    except (Deadlock, Livelock):
        found = {}
    return found | {"services": [told(visits) for visits in seen]}


def queue(seed, mean, objective, options):
    """What `capacity` found for one server with random work, which it does for those too who have left."""
    random = Random(seed)

    def make():
        free = 0.0

        async def service(request):
            nonlocal free
            free = max(free, now()) + random.expovariate(1 / mean)
            await asyncio.sleep(free - now())

        return service

    return run(book.capacity(make, objective, **options), seed)  # noqa: F821
