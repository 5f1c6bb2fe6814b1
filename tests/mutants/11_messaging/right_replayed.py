"""A right answer of another shape: a saga replayed from its beginning, and one row for all events."""


# %% part-1
class Orders:
    def __init__(self, rows):
        self.rows, self.turn = rows, asyncio.Lock()

    async def place(self, number, order):
        async with self.turn:
            if await self.rows.get(("order", number)) is None:
                await self.changed(number, ("placed", order))

    async def cancel(self, number):
        async with self.turn:
            found = await self.rows.get(("order", number))
            if found is not None and found[0] != "cancelled":
                await self.changed(number, ("cancelled", found[1]))

    async def changed(self, number, row):
        """All events are one list in one row, which one change at a time adds to."""
        last, waiting = await self.rows.get(("outbox",)) or (0, [])
        sent = await self.rows.get(("outbox", "sent")) or []
        waiting = [entry for entry in waiting if entry[0] not in sent]
        waiting.append((last + 1, number, row))
        await self.rows.commit({("order", number): row, ("outbox",): (last + 1, waiting)})


class Relay:
    def __init__(self, rows, topic):
        self.rows, self.topic, self.turn = rows, topic, asyncio.Lock()

    async def run(self):
        async with self.turn:
            _, waiting = await self.rows.get(("outbox",)) or (0, [])
            sent = await self.rows.get(("outbox", "sent")) or []
            sent = [id for id in sent if id in [entry[0] for entry in waiting]]
            failed = []
            for id, number, (state, order) in waiting:
                if id in sent or number in failed:
                    continue
                try:
                    await self.topic.publish("order." + state, (number, order), id)
                except ServiceError:
                    failed.append(number)
                    continue
                sent.append(id)
                try:
                    await self.rows.commit({("outbox", "sent"): sent})
                except Lost:
                    failed.append(number)


# %% part-2
class Consumer:
    def __init__(self, rows, handle, keep=3600.0):
        self.rows, self.handle, self.keep, self.under_way = rows, handle, keep, {}

    async def __call__(self, id, body):
        while id in self.under_way:
            await self.under_way[id].wait()
        over = self.under_way[id] = asyncio.Event()
        try:
            await self.work(id, body, now())
        finally:
            del self.under_way[id]
            over.set()

    async def work(self, id, body, called):
        time = await self.rows.get(("inbox", id))
        if time is None or time + self.keep <= called:
            changes = dict(await self.handle(body))
            notes = await self.rows.find(("inbox",))
            changes.update({key: None for key, time in notes.items() if time + self.keep <= called})
            changes["inbox", id] = now()
            await self.rows.commit(changes)


# %% part-3
class Saga:
    """Only the beginning and the end are rows; what lies between is played again, and the desks know it."""

    def __init__(self, rows, desks, tries=5, pause=1.0):
        self.rows, self.desks, self.tries, self.pause, self.tasks = rows, desks, tries, pause, {}

    async def start(self, number, order):
        task = self.tasks.get(number)
        if task is None:
            task = self.tasks[number] = asyncio.ensure_future(self.order(number, order))
            task.add_done_callback(lambda _: self.tasks.pop(number, None))
        return await asyncio.shield(task)

    async def resume(self):
        rows = await self.rows.find(("saga",))
        await asyncio.gather(*[self.start(key[1], order) for key, (end, order) in rows.items() if end is None])

    async def order(self, number, order):
        row = await self.rows.get(("saga", number))
        if row is not None and row[0] is not None:
            return row[0]
        await self.commit({("saga", number): (None, order)})
        end = await self.through(number, order, self.desks, row is not None)
        await self.commit({("saga", number): (end, order)})
        return end

    async def through(self, number, order, desks, again):
        """One desk, and what is behind it; where that fails, this one undoes."""
        if not desks:
            return True
        answer = await self.asked(desks[0], f"{number!r} at {desks[0].name}", order)
        if answer == "done" and await self.through(number, order, desks[1:], again):
            return True
        if answer == "silent" and again:  # those behind it may have done their step before the crash
            await self.back(number, desks[1:])
        if answer != "refused":
            await self.back(number, desks[:1])
        return False

    async def back(self, number, desks):
        for desk in reversed(desks):
            while not await self.heard(desk.undo(f"{number!r} at {desk.name}")):
                await asyncio.sleep(self.pause)

    async def asked(self, desk, key, order):
        for left in reversed(range(self.tries)):
            try:
                await desk.do(key, order)
                return "done"
            except Refused:
                return "refused"
            except ServiceError:
                if left:
                    await asyncio.sleep(self.pause)
        return "silent"

    async def heard(self, call):
        try:
            await call
            return True
        except ServiceError:
            return False

    async def commit(self, changes):
        while not await self.heard(self.rows.commit(changes)):
            pass


# %% part-4
class DeadLetters:
    """One row holds the list, and one the counts."""

    def __init__(self, rows, handle, most=3):
        self.rows, self.handle, self.most = rows, handle, most

    async def state(self):
        return await self.rows.get(("dead",)) or ({}, [])

    async def keep(self, counts, dead):
        await self.rows.commit({("dead",): (counts, dead) if counts or dead else None})

    async def __call__(self, message):
        counts, dead = await self.state()
        id, number, _ = message
        if any(other[0] == id for other, _ in dead):
            return
        if any(other[1] == number for other, _ in dead):
            counts.pop(id, None)
            await self.keep(counts, [*dead, (message, "behind")])
            return
        failure = await self.tried(message)
        count = counts.pop(id, 0) + 1
        if failure is not None and count < self.most:
            await self.keep({**counts, id: count}, dead)
            raise failure
        if failure is not None:
            dead.append((message, str(failure)))
        if failure is not None or count > 1:
            await self.keep(counts, dead)

    async def tried(self, message):
        try:
            await self.handle(message)
        except Exception as failure:
            return failure

    async def dead(self):
        return (await self.state())[1]

    async def redrive(self):
        counts, dead = await self.state()
        left, failed = list(dead), []
        for entry in dead:
            message = entry[0]
            if message[1] in failed:
                continue
            failure = await self.tried(message)
            place = left.index(entry)
            left[place : place + 1] = [] if failure is None else [(message, str(failure))]
            if failure is not None:
                failed.append(message[1])
            await self.keep(counts, left)
