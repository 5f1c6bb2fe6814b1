"""The mended shop: orders and stock in one database, documents of any shape, a cache that the till does not trust."""

import asyncio

from systemdesign.kernel.streams import stream
from systemdesign.sim.versions.errors import Conflict, Deadlock, Duplicate

TRIES = 10


class SoldOut(Exception):
    """There is not enough of a product left; nothing was ordered."""


class PriceChanged(Exception):
    """The order costs something else by now than what the customer was shown; nothing was ordered."""


def product(document):
    """A product from its document in any shape that was ever written: until version 2, a price was in euros."""
    cents = document["cents"] if document.get("version", 1) >= 2 else round(document["price"] * 100)
    return {"name": document["name"], "cents": cents}


class Shop:
    """A shop on a `Database`, at any isolation level, with a `hot` cache in which a product stays for some `seconds`.

    An order and what it takes from the stock are one transaction, so there is never one without the other, never
    less than nothing in stock, and one order for each key.
    """

    def __init__(self, database, hot=None, seconds=60.0):
        self.database, self.hot, self.seconds = database, hot, seconds

    async def get_product(self, sku):
        """What the customer is shown, which may be so many `seconds` old; KeyError where there is no such product."""
        found = await self.hot.get(sku) if self.hot else None
        if found is None:
            async with self.database.transaction() as tx:
                found = await self._product(tx, sku)
            if self.hot:
                await self.hot.set(sku, found, self.seconds)
        return found

    async def create_order(self, key, customer, items, shown=None):
        """Order `items`, {sku: quantity}, once however often it is asked under this `key`: what they cost, in cents.

        Raises SoldOut, or PriceChanged where it costs something else than the customer was `shown`. Both leave nothing.
        """
        for left in reversed(range(TRIES)):
            try:
                async with self.database.transaction() as tx:
                    return await self._order(tx, key, customer, items, shown)
            except (Conflict, Deadlock, Duplicate):
                if not left:
                    raise
                await asyncio.sleep(stream("shop").uniform(0, 0.002 * 2 ** (TRIES - left)))

    async def _order(self, tx, key, customer, items, shown):
        if order := await tx.get(("order", key)):
            return order["cents"]
        cents = sum([(await self._product(tx, sku))["cents"] * quantity for sku, quantity in items.items()])
        if shown not in (None, cents):
            raise PriceChanged(f"{cents} cents, not {shown}")
        await tx.insert(("order", key), {"customer": customer, "items": items, "cents": cents})
        for sku, quantity in sorted(items.items()):
            await self._take(tx, sku, quantity)
        return cents

    async def _take(self, tx, sku, quantity):
        """One statement looks and writes, so nobody comes between; sorted, no two orders wait for each other."""
        taken = await tx.update(("stock", sku), lambda stock: stock - quantity, lambda stock: stock >= quantity)
        if not taken:
            raise SoldOut(sku)

    async def _product(self, tx, sku):
        document = await tx.get(("product", sku))
        if document is None:
            raise KeyError(sku)
        return product(document)
