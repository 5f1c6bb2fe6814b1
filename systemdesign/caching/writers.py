"""Two writers for each key, one after the other: what they leave in the cache."""

import asyncio


async def written_twice(shop, gap, keys):
    """Set each of so many keys twice through `shop`, the second time `gap` seconds later; wait for all to be done.

    `shop` is a client with `set(key, value)`, the `cache` that it writes to and its `database`.
    """
    async with asyncio.TaskGroup() as clerks:
        for price in ("first", "second"):
            for key in range(keys):
                clerks.create_task(shop.set(key, price))
            await asyncio.sleep(gap)
    return shop


def wrong(shop):
    """The share of rows for which the cache would now answer with something else."""
    rows, held = shop.database.rows, shop.cache.held
    return sum(held(key) not in (None, row) for key, row in rows.items()) / len(rows)
