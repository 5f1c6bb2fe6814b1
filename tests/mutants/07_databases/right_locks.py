"""A right answer of another shape: rows are locked and then looked at, whatever is read is read again."""

# %% part-1
from random import Random

CHANCE = Random()


async def attempt(db, work):
    tx = db.begin()
    try:
        value = await work(tx)
        await tx.commit()
    except BaseException:
        tx.rollback()
        raise
    return value


async def transact(db, work, tries=10):
    for left in range(tries - 1, -1, -1):
        try:
            return await attempt(db, work)
        except (Conflict, Deadlock):
            if left == 0:
                raise
        await asyncio.sleep(0.001 + 0.09 * CHANCE.random())


# %% part-2
async def take(tx, items):
    for product in sorted(items):
        free = await tx.lock(("stock", product))
        if free is None or free < items[product]:
            raise SoldOut(product)
        left = free - items[product]
        await tx.update(("stock", product), lambda row, left=left: left)


async def give(tx, items):
    for product in sorted(items):
        free = await tx.lock(("stock", product))
        await tx.update(("stock", product), lambda row, more=free + items[product]: more)


class Holds:
    def __init__(self, db, seconds):
        self.db, self.seconds = db, seconds

    async def hold(self, key, items):
        called = now()

        async def work(tx):
            if await tx.get(("hold", key)) is None:
                await tx.insert(("hold", key), ("held", dict(items), called + self.seconds))
                await take(tx, items)

        while True:
            try:
                return await transact(self.db, work)
            except Duplicate:
                continue

    async def confirm(self, key):
        called = now()

        async def work(tx):
            row = await tx.lock(("hold", key))
            if row is None or row[0] == "free" or (row[0] == "held" and called >= row[2]):
                raise Expired(key)
            await tx.update(("hold", key), lambda old: ("sold", *old[1:]))

        await transact(self.db, work)

    async def release(self, key):
        await transact(self.db, lambda tx: self.freed(tx, key, float("inf")))

    async def freed(self, tx, key, time):
        row = await tx.lock(("hold", key))
        if row is not None and row[0] == "held" and row[2] <= time:
            await tx.update(("hold", key), lambda old: ("free", *old[1:]))
            await give(tx, row[1])

    async def expire(self):
        called = now()

        async def overdue(tx):
            keys = [key for _, key in await tx.keys(("hold",))]
            rows = {key: await tx.get(("hold", key)) for key in keys}
            return [key for key, row in rows.items() if row[0] == "held" and row[2] <= called]

        for key in await transact(self.db, overdue):
            await transact(self.db, lambda tx, key=key: self.freed(tx, key, called))


# %% part-3
class Checkout:
    def __init__(self, db):
        self.db = db

    async def order(self, key, customer, items):
        while True:
            try:
                known = await transact(self.db, lambda tx: tx.get(("order", key)))
                if known is None:
                    await transact(self.db, lambda tx: self.place(tx, key, customer, dict(items)))
                    return key
            except (Duplicate, Lost):
                await asyncio.sleep(0.002)
                continue
            if known[0] == customer and known[1] == items:
                return key
            raise Mismatch(key)

    async def place(self, tx, key, customer, items):
        await self.allow(tx, customer, items)
        await tx.insert(("order", key), (customer, items))
        await take(tx, items)

    async def allow(self, tx, customer, items):
        pass


# %% part-4
class LimitedCheckout(Checkout):
    def __init__(self, db, most=2):
        Checkout.__init__(self, db)
        self.most = most

    async def allow(self, tx, customer, items):
        row = ("pieces", customer)
        had = await tx.lock(row)
        if had is None:
            await tx.insert(row, 0)
            had = 0
        had += sum(items.values())
        if had > self.most:
            raise TooMany(customer)
        await tx.update(row, lambda old: had)

    async def place(self, tx, key, customer, items):
        known = await tx.get(("order", key))
        if known is None:
            await super().place(tx, key, customer, items)
            return
        raise Duplicate(key)
