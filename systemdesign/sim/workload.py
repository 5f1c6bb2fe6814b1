"""Who asks, and when: open-loop arrivals that never wait for an answer, closed-loop clients that do."""

import asyncio
from itertools import count as numbers
from itertools import islice
from math import inf, log

from systemdesign.kernel.streams import stream
from systemdesign.sim.request import Request, ServiceError


def poisson(rate, seed=None):
    """Gaps in seconds between arrivals that know nothing of each other, `rate` a second. Endless."""
    _positive("rate", rate)
    random = stream("arrivals", seed).random
    while True:
        yield -log(1.0 - random()) / rate


def steady(rate):
    """Equal gaps, `rate` arrivals a second. Endless."""
    _positive("rate", rate)
    while True:
        yield 1.0 / rate


def bursts(rate, peak, every, length, seed=None):
    """Poisson arrivals at `rate` a second; at `peak` a second for the last `length` of every `every` seconds. Endless.

    Each gap spends one unit-exponential amount of expected arrivals, so the change of rate is exact.
    """
    _positive("every", every)
    random = stream("arrivals", seed).random
    time = 0.0
    while True:
        start, expected = time, -log(1.0 - random())
        while True:
            phase = time % every
            calm = phase < every - length
            present, left = (rate, every - length - phase) if calm else (peak, every - phase)
            if present * left >= expected:
                break
            expected -= present * left
            time += left
        time += expected / present
        yield time - start


def recorded(times):
    """The gaps of a recorded trace of arrival times, in seconds from the start and in order."""
    previous = 0.0
    for time in times:
        if time < previous:
            raise ValueError(f"recorded times must not go back: {time:g} follows {previous:g}; sort them first")
        yield time - previous
        previous = time


def draws(distribution, seed=None, name="work"):
    """Endless draws from a distribution: the service times that `requests(work=distribution)` would carry."""
    rng, draw = stream(name, seed), distribution.draw
    while True:
        yield draw(rng)


def requests(work=None, clients=None, keys=None, seed=None):
    """Endless requests numbered from 0.

    `work` is a distribution of service times, `clients` a number of clients to choose from evenly,
    `keys` a sampler such as `Zipf(1000)`. Each has its own stream, so changing one leaves the others alone.
    """
    works = draws(work, seed) if work else None
    pick = stream("clients", seed).random if clients else None
    key_stream = stream("keys", seed) if keys else None
    for number in numbers():
        yield Request(
            number,
            client=int(pick() * clients) if clients else None,
            key=keys(key_stream) if keys else None,
            work=next(works) if works else None,
        )


async def open_loop(service, arrivals, requests=None, *, count=None, until=None):
    """Send requests at the arrivals' own pace, however slow the answers; return when the last is settled.

    `arrivals` yields gaps in seconds. Stop after `count` requests, or with the last arrival within `until`
    seconds of the start. A ServiceError is the client's bad luck and goes on record in a trace; any other
    exception is a bug and ends the workload.
    """
    requests = map(Request, numbers()) if requests is None else requests
    loop, flight = asyncio.get_running_loop(), _Flight()
    end = inf if until is None else loop.time() + until
    for gap, request in islice(zip(arrivals, requests), count):
        if loop.time() + gap > end:
            break
        await asyncio.sleep(gap)
        if flight.bug:
            break
        flight.count += 1
        loop.create_task(flight.carry(service, request))
    await flight.landed()


class _Flight:
    """The requests on their way, so that a workload can wait for the last."""

    __slots__ = ("count", "waiter", "bug")

    def __init__(self):
        self.count, self.waiter, self.bug = 0, None, None

    async def carry(self, service, request):
        try:
            await service(request)
        except (ServiceError, TimeoutError):
            pass  # a failed request is a result: the trace has it
        except Exception as bug:
            self.bug = bug
        finally:
            self.count -= 1
            if self.waiter and not self.waiter.done() and (self.bug or not self.count):
                self.waiter.set_result(None)

    async def landed(self):
        if self.count and not self.bug:
            self.waiter = asyncio.get_running_loop().create_future()
            await self.waiter
        if self.bug:
            raise self.bug


async def closed_loop(service, clients, think, *, each=None, until=None, requests=None):
    """`clients` clients who think, ask, and wait for the answer before they think again.

    `think` is a distribution of seconds. Every client stops after `each` requests, or `until`
    seconds after the start. `requests(client)` makes a client's endless requests; by default they carry its number.
    """
    make = requests or _numbered
    end = inf if until is None else asyncio.get_running_loop().time() + until
    async with asyncio.TaskGroup() as group:
        for client in range(clients):
            group.create_task(_client(service, client, think, islice(make(client), each), end))


def _numbered(client):
    return (Request(number, client=client) for number in numbers())


async def _client(service, client, think, requests, end):
    loop, rng = asyncio.get_running_loop(), stream(f"client {client}")
    for request in requests:
        await asyncio.sleep(think(rng))
        if loop.time() >= end:
            return
        try:
            await service(request)
        except (ServiceError, TimeoutError):
            pass


def _positive(what, value):
    if not value > 0:
        raise ValueError(f"{what} must be above 0, and it is {value}")
