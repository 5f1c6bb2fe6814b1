"""Four ways to buy a lamp in a transaction. `think` is the pause between the look and the write."""


async def read_then_write(tx, think):
    """What was read, less one, becomes the stock."""
    have = await tx.get("stock")
    if have < 1:
        return False
    await think()
    return await tx.update("stock", lambda _: have - 1)


async def check_then_decrement(tx, think):
    """The stock is looked at, and later it is one less, whatever it is by then."""
    if await tx.get("stock") < 1:
        return False
    await think()
    return await tx.update("stock", lambda stock: stock - 1)


async def conditional_update(tx, think):
    """One statement looks and writes."""
    await think()
    return await tx.update("stock", lambda stock: stock - 1, lambda stock: stock >= 1)


async def lock_the_row(tx, think):
    """Nobody else can look to buy before this buyer has written."""
    have = await tx.lock("stock")
    if have < 1:
        return False
    await think()
    return await tx.update("stock", lambda _: have - 1)


WAYS = {"read, then write": read_then_write, "check, then decrement": check_then_decrement,
        "one conditional update": conditional_update, "lock the row": lock_the_row}
