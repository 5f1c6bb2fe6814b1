"""A right answer of another shape: one save for all who wait, a queue of outcomes, one operation after the other."""


# %% part-1
class Cell:
    """Saves the newest of what has come, while there is something newer than what the disk has."""

    def __init__(self, disk):
        self.disk, self.newest, self.savers = disk, {}, {}

    async def read(self, key):
        return await self.disk.load(key) or ((0, ""), None)

    async def write(self, key, tag, value):
        has, _ = await self.read(key)
        if key not in self.newest or tag > self.newest[key][0]:
            self.newest[key] = tag, value
        while tag > has:
            if key not in self.savers:
                self.savers[key] = asyncio.ensure_future(self.save(key))
            await asyncio.shield(self.savers[key])
            has, _ = await self.read(key)

    async def save(self, key):
        try:
            await self.disk.save(key, self.newest[key])
        finally:
            del self.savers[key]


# %% part-2
async def majority(calls, need):
    outcomes = asyncio.Queue()

    async def send(call):
        try:
            outcomes.put_nowait((True, await call))
        except ServiceError:
            outcomes.put_nowait((False, None))

    good, count = [], len([asyncio.ensure_future(send(call)) for call in calls])
    for heard in range(1, count + 1):
        fine, result = await outcomes.get()
        good += [result] if fine else []
        if len(good) == need:
            return good
        if len(good) + count - heard < need:
            raise Unavailable("no majority")


# %% part-3
class Register:
    def __init__(self, replicas, name):
        self.replicas, self.name, self.number, self.turn = replicas, name, 0, asyncio.Lock()

    async def read(self, key):
        async with self.turn:
            tag, value = max(await self.all("read", key), key=lambda told: told[0])
            await self.all("write", key, tag, value)
            return value

    async def write(self, key, value):
        async with self.turn:
            self.number = max(self.number, *(tag[0] for tag, _ in await self.all("read", key))) + 1
            await self.all("write", key, (self.number, self.name), value)

    async def all(self, verb, *what):
        need = (len(self.replicas) + 2) // 2
        return await majority([getattr(one, verb)(*what) for one in self.replicas], need)


# %% part-4
class PatientRegister(Register):
    def __init__(self, replicas, name, within=5.0):
        Register.__init__(self, replicas, name)
        self.within = within

    async def read(self, key):
        return await self.before_long(Register.read(self, key))

    async def write(self, key, value):
        await self.before_long(Register.write(self, key, value))

    async def before_long(self, call):
        try:
            return await asyncio.wait_for(call, self.within)
        except TimeoutError as error:
            raise TimedOut("no majority") from error

    async def all(self, verb, *what):
        over = asyncio.Event()
        need = (len(self.replicas) + 2) // 2
        try:
            return await majority([self.one(replica, verb, what, over) for replica in self.replicas], need)
        finally:
            over.set()

    async def one(self, replica, verb, what, over):
        while True:
            try:
                return await getattr(replica, verb)(*what)
            except ServiceError:
                if over.is_set():
                    raise
            await asyncio.sleep(0.1)
            if over.is_set():
                raise Unavailable("nobody waits")
