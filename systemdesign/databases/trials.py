"""What befalls a shop: crowds that order at once, clients that are killed, prices that change."""

import asyncio

from systemdesign.databases.shop import PriceChanged

DAY = 24 * 3600  # s


async def ordered(shop, order, times):
    """What the guide's shop has in stock when this was ordered so many times at once."""
    await asyncio.gather(*(shop.create_order(order) for _ in range(times)))
    return stock(shop)


def stock(shop):
    """How many there are of the first product of the guide's shop."""
    return shop.inventory_db.all("inventory")[0]["quantity"]


async def torn(shop, order, seconds):
    """How many were taken from the guide's stock without an order, if its client is killed after so many seconds."""
    before = stock(shop)
    await killed(shop.create_order(order), seconds)
    return before - stock(shop) - len(shop.order_db.all("orders"))


async def killed(call, seconds):
    """Begin a call, and kill it after so many seconds."""
    task = asyncio.create_task(call)
    await asyncio.sleep(seconds)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def doubled(shop, product_id):
    """The price that the guide's shop shows a day after it was doubled; it was shown once before."""
    before = await shop.get_product(product_id)
    await shop.product_db.update("products", {"price": 2 * before["price"]}, {"product_id": product_id})
    await asyncio.sleep(DAY)
    return (await shop.get_product(product_id))["price"]


async def asked_twice(shop, customers):
    """(orders that were confirmed, lamps left): each customer orders a lamp twice at once, under one key."""
    calls = [shop.create_order(f"key {k // 2}", f"customer {k // 2}", {"lamp": 1}) for k in range(2 * customers)]
    found = await asyncio.gather(*calls, return_exceptions=True)
    kept = [shop.database.look(("order", f"key {k}")) is not None for k in range(customers)]
    assert [isinstance(one, int) for one in found] == [each for each in kept for _ in range(2)]
    return sum(kept), shop.database.look(("stock", "lamp"))


async def half(shop, seconds):
    """(lamps left, whether there is an order) when the client is killed after so many seconds."""
    await killed(shop.create_order("key", "Ann", {"lamp": 1}), seconds)
    return shop.database.look(("stock", "lamp")), shop.database.look(("order", "key")) is not None


async def raised(shop, cents):
    """(what the customer was shown, what she paid): the lamp's price is raised in between, and she asks again."""
    shown = (await shop.get_product("lamp"))["cents"]
    async with shop.database.transaction() as tx:
        await tx.update(("product", "lamp"), lambda _: {"version": 2, "name": "lamp", "cents": cents})
    try:
        return shown, await shop.create_order("key", "Ann", {"lamp": 1}, shown=shown)
    except PriceChanged:
        return shown, await shop.create_order("key", "Ann", {"lamp": 1}, shown=cents)
