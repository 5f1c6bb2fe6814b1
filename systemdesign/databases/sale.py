"""A sale: buyers come at random, each buys a lamp in a transaction of his own, and tries again where he must."""

import asyncio
from dataclasses import dataclass, field
from itertools import count

from systemdesign.databases.ways import WAYS
from systemdesign.kernel import now, run
from systemdesign.sim.versions.database import Database
from systemdesign.sim.versions.errors import Conflict, Deadlock
from systemdesign.sim.workload import poisson

TRIES = 10


@dataclass
class Buyer:
    """When a buyer came and left, and when a transaction of hers failed; `sold` at the moment of the commit."""

    number: int
    came: float
    left: float = 0.0
    sold: bool = False
    aborts: list = field(default_factory=list)


@dataclass
class Sale:
    """All buyers, and what is left in stock."""

    buyers: list
    stock: int

    @property
    def sold(self):
        """When each lamp was sold, in order."""
        return sorted(buyer.left for buyer in self.buyers if buyer.sold)

    @property
    def aborts(self):
        """How many transactions failed because another one came between."""
        return sum(len(buyer.aborts) for buyer in self.buyers)


async def buy(database, buyer, way, think):
    """Buy one lamp in this way: whether she got it. After a conflict she looks again, ten times at most."""
    for _ in range(TRIES):
        tx = database.begin()
        try:
            buyer.sold = bool(await way(tx, think))
            await tx.commit()
            break
        except (Conflict, Deadlock):
            buyer.sold = False
            buyer.aborts.append(now())
    buyer.left = now()


async def opened(rate, stock, think, way, isolation):
    """Sell until nothing is left, to `rate` buyers a second who need `think` seconds from the look to the write."""
    database, buyers, gaps = Database(isolation, {"stock": stock}), [], poisson(rate)
    async with asyncio.TaskGroup() as group:
        for number in count(1):
            await asyncio.sleep(next(gaps))
            if database.look("stock") < 1:
                break
            buyers.append(Buyer(number, now()))
            group.create_task(buy(database, buyers[-1], WAYS[way], lambda: asyncio.sleep(think)))
    return Sale(buyers, database.look("stock"))


def sale(rate, stock, think, way, isolation, seed):
    """The `Sale` under this seed."""
    return run(opened(rate, stock, think, way, isolation), seed)
