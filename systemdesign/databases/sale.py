"""A sale: buyers come at random, each buys a lamp in a transaction of his own, and tries again where he must."""

import asyncio
from dataclasses import dataclass, field
from itertools import count

from systemdesign.databases.ways import WAYS
from systemdesign.kernel import now, run, stream
from systemdesign.sim.versions.database import Database
from systemdesign.sim.versions.errors import Conflict

TRIES = 10


@dataclass
class Buyer:
    """A buyer: when each of her transactions began and ended, whether she bought, and the stock after that."""

    number: int
    tries: list = field(default_factory=list)
    sold: bool = False
    stock: int = None

    @property
    def left(self):
        """When her last transaction ended."""
        return self.tries[-1][1]


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
        return sum(len(buyer.tries) - 1 for buyer in self.buyers)


async def buy(database, buyer, way, think):
    """Buy one lamp in this way. After a conflict she looks again, ten times at most."""
    while len(buyer.tries) < TRIES:
        began, tx = now(), database.begin()
        try:
            buyer.sold = bool(await way(tx, think))
            await tx.commit()
            break
        except Conflict:
            buyer.sold = False
        finally:
            buyer.tries.append((began, now()))
    buyer.stock = database.look("stock")


async def opened(rate, stock, think, way, isolation):
    """Sell until nothing is left, to `rate` buyers a second who need `think` seconds from the look to the write."""
    database, buyers, gap = Database(isolation, {"stock": stock}), [], stream("sale").expovariate
    async with asyncio.TaskGroup() as group:
        for number in count(1):
            await asyncio.sleep(gap(rate))
            if database.look("stock") < 1:
                break
            buyers.append(Buyer(number))
            group.create_task(buy(database, buyers[-1], WAYS[way], lambda: asyncio.sleep(think)))
    return Sale(buyers, database.look("stock"))


def sale(rate, stock, think, way, isolation, seed):
    """The `Sale` under this seed."""
    return run(opened(rate, stock, think, way, isolation), seed)
