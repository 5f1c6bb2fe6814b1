"""A right answer of another shape: insert first and see, one transaction for a whole sweep, a row for each piece."""

# %% part-1
async def transact(db, work, tries=10):
    async def run_once():
        tx = db.begin()
        try:
            value = await work(tx)
            return await tx.commit() or value
        finally:
            tx.rollback()

    for _ in range(tries - 1):
        try:
            return await run_once()
        except (Conflict, Deadlock):
            pass
        await asyncio.sleep(stream("again").expovariate(1000) % 0.1)
    return await run_once()


# %% part-2
async def take(tx, items):
    for product in sorted(items):
        wanted = items[product]

        def less(free, wanted=wanted):
            return free - wanted

        def enough(free, wanted=wanted):
            return free >= wanted

        if await tx.update(("stock", product), less, enough) == 0:
            raise SoldOut(f"{product} is sold out")


class Holds:
    def __init__(self, db, seconds):
        self.db, self.seconds = db, seconds

    async def hold(self, key, items):
        until = now() + self.seconds
        try:
            await transact(self.db, lambda tx: self.put_aside(tx, key, items, until))
        except Duplicate:
            return

    async def put_aside(self, tx, key, items, until):
        await tx.insert(("hold", key), ("held", items, until))
        await take(tx, items)

    async def confirm(self, key):
        async def work(tx):
            sold = await tx.update(("hold", key), self.as_sold, lambda row: row[0] == "held" and now() < row[2])
            return sold or await tx.update(("hold", key), self.as_sold, lambda row: row[0] == "sold")

        if not await transact(self.db, work):
            raise Expired

    def as_sold(self, row):
        return ("sold", row[1], row[2])

    async def release(self, key):
        await transact(self.db, lambda tx: self.give_back(tx, [key], lambda row: True))

    async def expire(self):
        time = now()

        async def sweep(tx):
            keys = sorted((key for _, key in await tx.keys(("hold",))), key=repr)
            overdue = []
            for key in keys:
                row = await tx.get(("hold", key))
                if row[0] == "held" and row[2] <= time:
                    overdue.append(key)
            await self.give_back(tx, overdue, lambda row: row[2] <= time)

        await transact(self.db, sweep, tries=40)

    async def give_back(self, tx, keys, where):
        back = {}
        for key in keys:
            if await tx.update(
                ("hold", key), lambda row: ("free", row[1], row[2]), lambda row: row[0] == "held" and where(row)
            ):
                for product, pieces in (await tx.get(("hold", key)))[1].items():
                    back[product] = back.get(product, 0) + pieces
        for product in sorted(back):
            await tx.update(("stock", product), lambda free, more=back[product]: free + more)


# %% part-3
class Checkout:
    def __init__(self, db):
        self.db = db

    async def order(self, key, customer, items):
        while True:
            try:
                await transact(self.db, lambda tx: self.fresh(tx, key, customer, items), tries=50)
                return key
            except Duplicate:
                if await self.same(key, customer, items):
                    return key
            except Lost:
                pass
            except SoldOut:
                if await self.same(key, customer, items):
                    return key
                raise

    async def fresh(self, tx, key, customer, items):
        await tx.insert(("order", key), (customer, items))
        await take(tx, items)

    async def same(self, key, customer, items):
        while True:
            try:
                order = await transact(self.db, lambda tx: tx.get(("order", key)))
            except Lost:
                continue
            if order is not None and order != (customer, items):
                raise Mismatch(f"{key} is another's")
            return order is not None


# %% part-4
class LimitedCheckout(Checkout):
    def __init__(self, db, most=2):
        super().__init__(db)
        self.most = most

    async def fresh(self, tx, key, customer, items):
        """Each piece takes a numbered place of the customer's, of which there are so many."""
        await super().fresh(tx, key, customer, items)
        places = [("place", customer, number) for number in range(self.most)]
        free = [place for place in places if await tx.get(place) is None]
        wanted = sum(items.values())
        if len(free) < wanted:
            raise TooMany(customer)
        for place in free[:wanted]:
            await tx.insert(place, key)
