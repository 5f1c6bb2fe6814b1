"""What befalls a write-behind: an outage, a second flusher, a bank. `shop` has `write`, `flush` and a `database`."""

import asyncio

from systemdesign.cache_writes.bank import ACCOUNTS, business
from systemdesign.sim.request import ServiceError


async def outage(shop):
    """(flushes that failed of two, keys in the database): of five writes, the third finds the database down."""
    for number in range(5):
        await shop.write(number, "new")
    asyncio.get_running_loop().call_later(0.025, setattr, shop.database, "up", False)
    first = await _failed(shop.flush())
    shop.database.up = True
    return first + await _failed(shop.flush()), sorted(shop.database.rows)


async def _failed(flush):
    try:
        await flush
    except ServiceError:
        return True
    return False


async def two_flushers(shop, writes=100):
    """The row of a key that was written 0, 1, 2, ..., when two flushes at once are done."""
    for number in range(writes):
        await shop.write("lamp", number)
    await asyncio.gather(shop.flush(), shop.flush())
    return shop.database.rows["lamp"]


async def banking(shop, until, rate=20, every=2.0):
    """The `Books` of a bank that writes both sides of each transfer one by one, and flushes `every` so many seconds."""
    balances = [0] * ACCOUNTS

    async def pay(giver, taker):
        for account, change in ((giver, -1), (taker, 1)):
            balances[account] += change
            await shop.write(account, balances[account])

    flusher = asyncio.create_task(_flushing(shop, every))
    await business(pay, rate, until)
    flusher.cancel()
    return shop.database


async def _flushing(shop, every):
    while True:
        await asyncio.sleep(every)
        await shop.flush()
