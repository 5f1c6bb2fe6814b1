"""An outage of ten seconds and the clients that call through it, made of the course's components."""

import asyncio
from collections import Counter

from systemdesign.retries.retry import Retry
from systemdesign.sim.distributions import exponential
from systemdesign.sim.faults import at, faults
from systemdesign.sim.request import with_timeout
from systemdesign.sim.server import Server
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import open_loop, poisson, requests

ORDINALS = ["first", "second", "third", "fourth"]


async def through_outage(client, *, rate=10.0, mu=20.0, timeout=2.0, stall=(30.0, 40.0), until=120.0, clients=None,
                         queue_limit=None, around=lambda server: server):
    """What reached a server, and what became of the requests: two traces.

    `client` makes the service that is asked out of a single try, which is given up after `timeout` seconds. Requests
    come at `rate` a second up to `until`, from one of so many `clients`; the server does `mu` a second, and stands
    still from `stall[0]` to `stall[1]`. It does all that it was sent, also what was given up. Whatever is put
    `around` the server sees each send come, and what becomes of it.
    """
    sends, trace, server = Trace(), Trace(), Server("s1", queue_limit=queue_limit)
    schedule = asyncio.create_task(faults(at(stall[0], server.pause), at(stall[1], server.resume)))
    service = trace.watch(client(sends.watch(with_timeout(around(server), timeout))))
    await open_loop(service, poisson(rate), requests(exponential(1 / mu), clients), until=until)
    await schedule
    return sends, trace


def crowd(budgets, attempts, backoff):
    """What makes of a single try the service of clients who try again, each with one of these budgets."""

    def client(each):
        retries = [Retry(each, attempts, backoff, budget) for budget in budgets]
        return lambda request: retries[request.client](request)

    return client


class Tries:
    """Says of each send which try of its request it is: "first try", "second try", …"""

    def __init__(self):
        self.made = Counter()

    def __call__(self, request):
        self.made[request.id] += 1
        return f"{ORDINALS[self.made[request.id] - 1]} try"
