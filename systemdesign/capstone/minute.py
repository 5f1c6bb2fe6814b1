"""One minute of the worst day in virtual time, made of the course's components."""

import asyncio

from systemdesign.caching.aside import CacheAside
from systemdesign.capstone.account import GAVE_UP, SAID_NO, account
from systemdesign.capstone.plan import ORDER, PRODUCT
from systemdesign.capstone.worker import Uncached, Worker
from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.load_balancing.health import PassiveChecks
from systemdesign.load_balancing.policies import policy_named
from systemdesign.retries.backoff import AtOnce
from systemdesign.retries.retry import Retry
from systemdesign.sim.database import Database
from systemdesign.sim.request import Refused, ServiceError, TimedOut, Unavailable, with_timeout
from systemdesign.sim.server import Server
from systemdesign.sim.workload import open_loop, recorded

ENOUGH = 1000  # payments at once, for the payment is nobody's bottleneck
AFTER = 0.5  # s, from the last answer until the orders are counted


class Elsewhere:
    """A policy that leaves out the worker that had this request last, where there is another."""

    def __init__(self, policy):
        self.policy, self.last = policy_named(policy), {}

    def choose(self, request, servers):
        """The server, one of `servers`, that gets this request."""
        others = [server for server in servers if server is not self.last.get(request.id)]
        chosen = self.last[request.id] = self.policy.choose(request, others or servers)
        return chosen


class Door:
    """Lets `places` requests in at a time, the others in their order; Refused after `patience` seconds outside."""

    def __init__(self, service, places, patience):
        self.service, self.places, self.patience = service, asyncio.Semaphore(places), patience

    async def __call__(self, request):
        try:
            async with asyncio.timeout(self.patience):
                await self.places.acquire()
        except TimeoutError:
            raise Refused(f"no place came free in {self.patience:g} s", by="door") from None
        try:
            return await self.service(request)
        finally:
            self.places.release()


def going_on(service):
    """The same service for callers who may leave: it goes on with what they asked for.

    So does HAProxy 2.8, unless `option abortonclose` tells it (Configuration Manual, 4.2) to drop what still waits.
    """

    async def asked(request):
        task = asyncio.ensure_future(service(request))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # of which nobody may be told
        return await asyncio.shield(task)

    return asked


def balanced(plan, workers):
    """All that stands before the workers, as a service."""
    knobs = plan.knobs
    service = balancer = LoadBalancer(workers, Elsewhere(knobs.policy))
    if knobs.failures:
        PassiveChecks(balancer, knobs.failures, plan.pause)
    if knobs.tries > 1:
        service = Retry(balancer, knobs.tries, AtOnce(), when=Unavailable)
    if knobs.places:
        service = Door(service, knobs.places * plan.workers, knobs.patience)
    return going_on(service)


async def modelled(plan):
    """The Account of a MinutePlan, which is all that the model knows."""
    database = Database({(PRODUCT, number): "page" for number in range(1, plan.products + 1)}, plan.read, plan.write)
    pages = CacheAside(database, plan.knobs.ttl) if plan.knobs.ttl else Uncached(database)
    payment = Server("payment", ENOUGH)
    workers = [Worker(name, plan, pages, database, payment) for name in plan.names]
    loop = asyncio.get_running_loop()
    beside = [loop.create_task(worker.cashier()) for worker in workers]
    for at, deed in deeds(plan, workers[0], payment):
        loop.call_at(at, deed)
    outcomes = await asked(with_timeout(balanced(plan, workers), plan.patience), plan)
    await asyncio.sleep(AFTER)
    orders = {key[1]: state for key, state in database.rows.items() if key[0] == ORDER}
    for task in beside:
        task.cancel()
    return account(plan, outcomes, {worker.name: worker.tries for worker in workers}, orders)


async def asked(client, plan):
    """(latency, error) of each of the plan's requests, in order."""
    outcomes, loop = {}, asyncio.get_running_loop()

    async def ask(request):
        begun, error = loop.time(), None
        try:
            await client(request)
        except ServiceError as lost:
            error = GAVE_UP if isinstance(lost, TimedOut) else SAID_NO
        outcomes[request.id] = loop.time() - begun, error

    await open_loop(ask, recorded(plan.arrivals()), plan.requests())
    return [outcomes[number] for number in sorted(outcomes)]


def deeds(plan, worker, payment):
    """(time, what is done) for each beginning and end of a fault, whether worker and payment are real or not."""
    return [*zip(plan.fast, (worker.fail, worker.mend)), *zip(plan.hang, (payment.pause, payment.resume))]
