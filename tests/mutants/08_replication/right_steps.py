"""A right answer of another shape: the steps of a read by name, dataclasses, whichever of two events comes first."""

# %% part-1
from dataclasses import dataclass


@dataclass(eq=False)
class Session:
    seen: tuple = (0, 0)


@dataclass(eq=False)
class Router:
    primary: object
    replicas: list
    patience: float = 0.1

    async def write(self, session, key, value):
        return self.moved(session, await self.primary.write(key, value))

    async def read(self, session, key):
        end = asyncio.get_running_loop().time() + self.patience
        order = sorted(self.replicas, key=lambda replica: stream("router").random())
        found = await self.from_replicas(order, session, key, end)
        if found is None:
            found = await self.primary.read(key)
            if found[1] < session.seen:
                raise Unavailable("an old primary")
        self.moved(session, found[1])
        return found[0]

    async def from_replicas(self, order, session, key, end):
        while order:
            again = []
            for replica in order:
                answer = await self.before(end, replica.read(key))
                if answer == "late":
                    return None
                if answer is None:
                    continue
                if answer[1] >= session.seen:
                    return answer
                again.append(replica)
            if again and await self.before(end, asyncio.sleep(0.01, ("", ""))) == "late":
                return None
            order = again
        return None

    async def before(self, end, call):
        try:
            async with asyncio.timeout_at(end):
                return await call
        except ServiceError:
            return None
        except TimeoutError:
            return "late"

    def moved(self, session, position):
        session.seen = max(position, session.seen)
        return position


# %% part-2
class Primary:
    def __init__(self, lines, epoch, log):
        self.lines, self.epoch, self.log = tuple(lines), epoch, list(log)
        self.newer = asyncio.Event()

    async def write(self, key, value):
        if self.newer.is_set():
            raise Refused("deposed")
        self.log.append((self.epoch, key, value))
        return await self.confirm()

    async def confirm(self):
        """Whatever comes first: a majority, or the news that it was deposed."""
        end = len(self.log)
        calls = [line.append(self.epoch, 0, self.log[:end]) for line in self.lines]
        asking = asyncio.ensure_future(majority(calls, len(calls) // 2 + 1))
        asking.add_done_callback(lambda task: task.cancelled() or task.exception())
        news = asyncio.ensure_future(self.newer.wait())
        await asyncio.wait([asking, news], return_when=asyncio.FIRST_COMPLETED)
        news.cancel()
        if self.newer.is_set() or isinstance(asking.exception(), Refused):
            self.newer.set()
            raise Refused("deposed")
        asking.result()
        return (self.epoch, end)


# %% part-3
async def promote(lines, epoch, make=Primary):
    best, log = (-1, -1), None
    for position, entries in await majority([line.fence(epoch) for line in lines], len(lines) // 2 + 1):
        if position > best:
            best, log = position, entries
    return make(lines, epoch, list(log))


# %% part-4
class LastingPrimary:
    def __init__(self, lines, epoch, log):
        self.lines, self.epoch, self.entries, self.running = lines, epoch, list(log), True
        self.entries.append((epoch, None, None, None))

    def find(self, name):
        for number, (epoch, _, _, theirs) in enumerate(self.entries, 1):
            if theirs == name:
                return epoch, number
        return None

    async def write(self, key, value, name):
        self.alive()
        if self.find(name) is None:
            self.entries.append((self.epoch, key, value, name))
        await self.confirm()
        return self.find(name)

    async def read(self, key):
        self.alive()
        values = [value for _, theirs, value, _ in self.entries if theirs == key]
        number = len(self.entries)
        await self.confirm()
        return (values[-1] if values else None), (self.epoch, number)

    async def confirm(self):
        entries = self.entries[:]
        try:
            await majority([line.append(self.epoch, 0, entries) for line in self.lines], len(self.lines) // 2 + 1)
        except Refused:
            self.running = False
        self.alive()

    def alive(self):
        if not self.running:
            raise Refused("deposed")
