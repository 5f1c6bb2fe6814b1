"""The shop, made of the course's own components, and its worst day in virtual time.

From the clients on::

    clients                                        open_loop, with_timeout(PATIENCE)
       |
    Retry                                          FullJitter, and one Budget for all
       |
    LoadBalancer                                   a policy; PassiveChecks; a limit for each try
       |  ...  |
     Road    Road                                  here a try gets lost
       |       |
    Instance  Instance                             workers, and a queue
       |
       +-- a product: CacheAside -- Database       the nodes that are up, in turn
       |
       +-- an order:  Database                     the primary's log, and its Followers'
              then    Breaker -- Payment           in line, with a limit, or
                      Broker -- Worker -- Payment  later, from a queue

`day.py` plays the same day without the event loop, request by request.
"""

import asyncio
from math import inf

from systemdesign.caching.aside import CacheAside
from systemdesign.caching.eviction import LRU
from systemdesign.capstone.board import checked
from systemdesign.capstone.database import Database
from systemdesign.capstone.instance import Instance, Road, Visit
from systemdesign.capstone.mishaps import mishaps
from systemdesign.capstone.payment import InLine, Payment, Queued
from systemdesign.capstone.record import Day, Outcome
from systemdesign.capstone.settings import BACKOFF, END, FAILURES, PATIENCE, PAUSE, PRODUCTS
from systemdesign.capstone.traffic import known, traffic
from systemdesign.kernel.run import now, run
from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.load_balancing.health import PassiveChecks
from systemdesign.retries.backoff import FullJitter
from systemdesign.retries.budget import Budget, unlimited
from systemdesign.retries.retry import Retry
from systemdesign.sim.faults import faults
from systemdesign.sim.request import Reply, with_timeout
from systemdesign.sim.workload import open_loop, recorded


def unwatched(service, place, keeps=False):
    """What a film's `watch` is where nobody films."""
    return service


class Shop:
    """All parts of it, as a design says; `door` is the service that clients call."""

    def __init__(self, design, watch=unwatched):
        """`watch` may be a film's, of the places door, balancer, instances, database's nodes, payment."""
        self.database = Database(design["replicas"], design["acknowledge"] == "a replica", watch)
        self.ttl, self.store = design["ttl"], LRU(PRODUCTS)
        self.payment = Payment()
        self.till = till(design, watch(self.payment, "payment"))
        room = inf if design["queue"] is None else design["queue"]
        names = [f"instance {number + 1}" for number in range(design["instances"])]
        self.instances = [Instance(name, self.handler(), room) for name in names]
        self.roads = [Road(instance) for instance in self.instances]
        roads = [watch(road, road.name, keeps=True) for road in self.roads]
        self.balancer = balanced(roads, design["policy"], design["limit"])
        budget = unlimited() if design["budget"] is None else Budget(design["budget"])
        tried = Retry(watch(self.balancer, "balancer"), design["tries"], FullJitter(BACKOFF), budget)
        self.door = watch(with_timeout(tried, PATIENCE), "door")

    def handler(self):
        """What the workers of one instance do."""
        pay = self.till.desk()

        async def handle(visit):
            if visit.product:
                return Reply("shop", await self.found(visit))
            await self.database.write(visit.id, visit.store)
            await pay(visit)
            return Reply("shop")

        return handle

    async def found(self, visit):
        """The version of a product, from the cache or else from the database."""
        shelf = Shelf(self.database, visit.store)
        return await CacheAside(shelf, self.ttl, self.store).get(visit.product)

    @property
    def busy(self):
        """Whether anything is still to be done."""
        return self.till.busy or any(instance.here for instance in self.instances)

    @property
    def waiting(self):
        """How many wait in the instances' queues."""
        return sum(instance.waiting for instance in self.instances)


class Shelf:
    """The products in a database, for a reader who costs it so many seconds."""

    def __init__(self, database, seconds):
        self.database, self.seconds = database, seconds

    async def read(self, product):
        """Its version."""
        return await self.database.read(product, self.seconds)


def till(design, payment):
    """Where an instance pays."""
    return Queued(payment) if design["payment"] == "queue" else InLine(payment, design["limit"], design["breaker"])


def balanced(roads, policy, limit):
    """A balancer before these roads: "ejection" means two choices, and to leave out for a while what fails."""
    if policy != "ejection":
        return LoadBalancer(roads, policy, timeout=limit)
    balancer = LoadBalancer(roads, "power of two choices", timeout=limit)
    PassiveChecks(balancer, FAILURES, PAUSE)
    return balancer


async def opened(shop, seed, without=(), until=END):
    """Let this day happen to a shop: {visit's number: (its latency in seconds, whether its answer was old)} of those
    that were answered, and (time, how many wait) every second. Nobody comes from the time `until` on."""
    answers, waiting = {}, []

    async def visited(visit):
        came, reply = now(), await shop.door(visit)
        answers[visit.id] = now() - came, bool(visit.product) and reply.value != shop.database.versions[visit.product]

    async def look():
        while now() < until:
            waiting.append((now(), shop.waiting))
            await asyncio.sleep(1.0)

    asked = [one for one in traffic(seed, "flash crowd" not in without) if one.time < until]
    beside = [asyncio.create_task(act) for act in (faults(*mishaps(shop, seed, without)), look())]
    await open_loop(visited, recorded(one.time for one in asked), (Visit(n, *one[1:]) for n, one in enumerate(asked)))
    await beside[1]
    while shop.busy:
        await asyncio.sleep(1.0)
    return answers, waiting


async def lived(design, seed, without=()):
    """One day of a new shop: its `Day`."""
    shop = Shop(design)
    answers, waiting = await opened(shop, seed, without)
    outcomes = []
    for number, one in enumerate(traffic(seed, "flash crowd" not in without)):
        latency, stale = answers.get(number, (None, False))
        lost = not one.product and latency is not None and number not in shop.database.orders
        outcomes.append(Outcome(one.time, one.product, latency, stale, lost))
    return Day(design, seed, outcomes, sum(road.tries for road in shop.roads), waiting)


def live(design, seed=0, without=()):
    """What comes of one day: a `Day`. `without` names faults (of FAULTS) that don't come.

    Raises ValueError where the board has no such design, or no such fault.
    """
    return run(lived(checked(design), seed, known(without)), seed)
