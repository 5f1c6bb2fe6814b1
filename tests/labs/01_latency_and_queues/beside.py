"""What runs beside the student's code, in its process: services that are asked too often for the line between them."""

import asyncio
from math import inf

from systemdesign import now, run
from systemdesign.kernel import Deadlock, Livelock
from systemdesign.sim import Reply, Server, at, constant, exponential, faults

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


class Place:
    """A service, when it was asked, and how long the longest request was waited for."""

    name = "place"

    def __init__(self, seconds):
        self.seconds, self.times, self.longest = seconds, [], 0.0

    async def __call__(self, request):
        sent = now()
        self.times.append(sent)
        try:
            await self.answer(request)
            return Reply("place")
        finally:
            self.longest = max(self.longest, now() - sent)

    async def answer(self, request):
        seconds = self.seconds(len(self.times), self.times)
        await asyncio.get_running_loop().create_future() if seconds == inf else await asyncio.sleep(seconds)

    def told(self):
        gaps = [after - before for before, after in zip(self.times, self.times[1:])] or [0.0]
        mean = sum(gaps) / len(gaps)
        spread = sum((gap - mean) ** 2 for gap in gaps) / len(gaps) / mean**2 if mean else 0.0
        shape = [round(gap / mean, 3) for gap in gaps[:9]] if mean else []
        return {"count": len(self.times), "longest": self.longest, "cv2": spread, "shape": shape}


def each(nth):
    """Late with every nth request."""
    return lambda number, times: 2 * OBJECTIVE if number % nth == 0 else 0.1


def fuse(rate, looks=1_000):
    """Late for ever once its first thousand requests have come faster than `rate`."""
    return lambda number, times: 0.1 if number <= looks or looks / (times[looks] - times[0]) < rate else inf


PLACES = {
    "instant": lambda number, times: 0.0,
    "late": lambda number, times: 2 * OBJECTIVE,
    "silent": lambda number, times: inf,
    "late with every 101st request": each(101),
    "late with every 91st request": each(91),
    "late with every 75th request": each(75),
    "broken for good by more than 5 requests a second": fuse(5.0),
}


def search(name, options):
    """What `capacity` found, and what each service saw; no rate where it waits for ever."""
    made = []

    def make():
        made.append(Place(PLACES[name]))
        return made[-1]

    try:
        found = {"rate": run(book.capacity(make, OBJECTIVE, **options), seed=1)}  # noqa: F821
    except (Deadlock, Livelock):
        found = {}
    return found | {"services": [place.told() for place in made]}


def queue(seed, mean, objective, options):
    """What `capacity` found for a server with random work."""
    return run(book.capacity(lambda: Server("s", service=exponential(mean)), objective, **options), seed)  # noqa: F821
