"""A worker of the shop: the same code behind a real balancer, with real stores, and in virtual time."""

import asyncio

from systemdesign.capstone.plan import ORDER
from systemdesign.kernel.streams import stream
from systemdesign.sim.request import Reply, Unavailable

QUICK = 0.002  # s, in which one that fails says no
MOSTLY = 0.9  # of all requests, meanwhile

TAKEN, PAID = "taken", "paid"


class Uncached:
    """Pages straight from the database."""

    def __init__(self, database):
        self.get = database.read


class Worker:
    """Serves `slots` requests at a time, the others in their order; each holds its slot until all is done for it.

    It gets products from `pages`, writes orders to a `database`, once when they are taken and once more when they are
    paid, and asks the service `payment`. With a `queue` an order is answered when it is taken, and its `cashier`, a
    task beside, has it paid without a slot. That queue is in memory; what a crash leaves is TAKEN in the database.

    well -- fail() --> says no to most, after QUICK seconds and without a slot -- mend() --> well
    """

    def __init__(self, name, plan, pages, database, payment):
        self.name, self.plan, self.pages, self.database, self.payment = name, plan, pages, database, payment
        self.slots, self.failing = asyncio.Semaphore(plan.slots), False
        self.tries, self.held = [], []
        self.chance, self.unpaid = stream(f"worker {name}", plan.seed), asyncio.Queue()

    def fail(self):
        """Fail fast from now on."""
        self.failing = True

    def mend(self):
        """Be well again."""
        self.failing = False

    async def __call__(self, request):
        """A Reply. Raises Unavailable while it fails.

        `tries` has the loop's time of each call, `held` for how long each had a slot, in seconds.
        """
        time = asyncio.get_running_loop().time
        self.tries.append(time())
        if self.failing and self.chance.random() < MOSTLY:
            await asyncio.sleep(QUICK)
            raise Unavailable(f"{self.name} fails fast", by=self.name)
        async with self.slots:
            begun = time()
            await asyncio.sleep(self.plan.work)
            await (self.order(request) if request.key[0] == ORDER else self.pages.get(request.key))
            self.held.append(time() - begun)
        return Reply(self.name)

    async def order(self, request):
        """Take an order; the same one again changes nothing."""
        await self.database.write(request.key, TAKEN)
        if self.plan.knobs.queue:
            self.unpaid.put_nowait(request)
        else:
            await self.paid(request)

    async def paid(self, request):
        """Have an order paid."""
        await self.payment(request)
        await self.database.write(request.key, PAID)

    async def cashier(self):
        """Have what is in the queue paid, one after the other, for ever."""
        while True:
            await self.paid(await self.unpaid.get())
