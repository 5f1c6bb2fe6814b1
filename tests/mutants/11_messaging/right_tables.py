"""A right answer of another shape: transitions in a table, events that are marked and stay, notes by their time."""


# %% part-1
class Orders:
    def __init__(self, rows):
        self.rows = rows

    async def place(self, number, order):
        await self.become(number, {None: "placed"}, order)

    async def cancel(self, number):
        await self.become(number, {"placed": "cancelled"}, None)

    async def become(self, number, table, order):
        state, old = await self.rows.get(("order", number)) or (None, order)
        if state in table:
            state = table[state]
            unsent = ("outbox", state, number, now())
            await self.rows.commit({("order", number): (state, old), unsent: [old, "unsent"]})


class Relay:
    def __init__(self, rows, topic):
        self.rows, self.topic = rows, topic

    async def run(self):
        events = await self.rows.find(("outbox",))
        orders = {}
        for key, (order, mark) in events.items():
            if mark == "unsent":
                orders.setdefault(key[2], []).append((key, order))
        for number, several in orders.items():
            several.sort(key=lambda event: event[0][1] == "cancelled")
            try:
                for key, order in several:
                    await self.topic.publish(f"order.{key[1]}", (number, order), [key[1], number])
                    await self.rows.commit({key: [order, "sent"]})
            except (Lost, Unavailable):
                pass


# %% part-2
class Consumer:
    def __init__(self, rows, handle, keep=3600.0):
        self.rows, self.handle, self.keep = rows, handle, keep
        self.queues = {}

    async def __call__(self, id, body):
        queue = self.queues.setdefault(id, [])
        mine = asyncio.get_running_loop().create_future()
        queue.append(mine)
        try:
            if queue[0] is not mine:
                await mine
            await self.once(id, body)
        finally:
            first = queue[0] is mine
            queue.remove(mine)
            if not queue:
                self.queues.pop(id)
            elif first and not queue[0].done():
                queue[0].set_result(None)

    async def once(self, id, body):
        notes = {time: ids for (_, time), ids in (await self.rows.find(("inbox",))).items()}
        moment = now()
        known = [one for time, ids in notes.items() if time + self.keep > moment for one in ids]
        if any(one == id and type(one) is type(id) for one in known):
            return
        changes = await self.handle(body)
        old = {("inbox", time): None for time in notes if time + self.keep <= moment}
        done = now()
        there = await self.rows.get(("inbox", done)) or []
        await self.rows.commit(old | changes | {("inbox", done): [*there, id]})


# %% part-3
class Saga:
    """Each order is (state, place, order); a table says what is done in a state, and what comes of each outcome."""

    def __init__(self, rows, desks, tries=5, pause=1.0):
        self.rows, self.desks, self.tries, self.pause = rows, list(desks), tries, pause
        self.workers = {}
        self.next = {
            ("do", "ok"): ("do", 1),
            ("do", "refused"): ("undo", -1),
            ("do", "silent"): ("undo", 0),
            ("undo", "ok"): ("undo", -1),
        }

    async def start(self, number, order):
        while number in self.workers:
            await self.workers[number].wait()
        self.workers[number] = asyncio.Event()
        try:
            row = await self.rows.get(("saga", number))
            if row is None:
                row = await self.commit(number, ("do", 0, order))
            while 0 <= row[1] < len(self.desks):
                state, place, order = row
                outcome = await getattr(self, state)(self.desks[place], f"{number!r}/{place}", order)
                state, step = self.next[state, outcome]
                row = await self.commit(number, (state, place + step, order))
            return row[0] == "do"
        finally:
            self.workers.pop(number).set()

    async def resume(self):
        async with asyncio.TaskGroup() as group:
            for key, row in (await self.rows.find(("saga",))).items():
                group.create_task(self.start(key[1], row[2]))

    async def do(self, desk, key, order):
        attempt = 1
        while True:
            try:
                await desk.do(key, order)
            except Refused:
                return "refused"
            except ServiceError:
                if attempt == self.tries:
                    return "silent"
                attempt += 1
                await asyncio.sleep(self.pause)
            else:
                return "ok"

    async def undo(self, desk, key, order):
        done = False
        while not done:
            try:
                await desk.undo(key)
                done = True
            except ServiceError:
                await asyncio.sleep(self.pause)
        return "ok"

    async def commit(self, number, row):
        while True:
            try:
                await self.rows.commit({("saga", number): row})
            except Lost:
                if await self.rows.get(("saga", number)) != row:
                    continue
            return row


# %% part-4
class DeadLetters:
    """Failures are rows of their own, and so are the dead, by a running number."""

    def __init__(self, rows, handle, most=3):
        self.rows, self.handle, self.most = rows, handle, most

    async def __call__(self, message):
        entries = await self.rows.find(("dead", "letter"))
        if any(entry[0][0] == message[0] for entry in entries.values()):
            return
        place = ("dead", "letter", max((key[2] for key in entries), default=0) + 1)
        failures = await self.rows.find(("dead", "failure", message[0]))
        forgotten = dict.fromkeys(failures)
        if message[1] in [entry[0][1] for entry in entries.values()]:
            await self.rows.commit({**forgotten, place: (message, "behind")})
            return
        try:
            await self.handle(message)
        except Exception as error:
            if len(failures) == self.most - 1:
                await self.rows.commit({**forgotten, place: (message, str(error))})
                return
            await self.rows.commit({("dead", "failure", message[0], len(failures)): str(error)})
            raise
        if forgotten:
            await self.rows.commit(forgotten)

    async def dead(self):
        entries = await self.rows.find(("dead", "letter"))
        return [tuple(entries[key]) for key in sorted(entries)]

    async def redrive(self):
        entries, over = await self.rows.find(("dead", "letter")), []
        for key in sorted(entries):
            message = entries[key][0]
            if message[1] not in over:
                reason = None
                try:
                    await self.handle(message)
                except Exception as error:
                    over.append(message[1])
                    reason = (message, str(error))
                await self.rows.commit({key: reason})
