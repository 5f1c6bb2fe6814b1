"""A right answer of another shape: a copy of the disk in memory, waits for whoever ends next, steps written out."""

# %% part-1
from contextlib import asynccontextmanager


class Cell:
    def __init__(self, disk):
        self.disk, self.copies, self.turns = disk, {}, {}

    @asynccontextmanager
    async def turn(self, key):
        turn = self.turns.setdefault(key, asyncio.Semaphore(1))
        async with turn:
            if key not in self.copies:
                self.copies[key] = await self.disk.load(key) or [(0, ""), None]
            yield self.copies[key]

    async def read(self, key):
        async with self.turn(key) as copy:
            return tuple(copy)

    async def write(self, key, tag, value):
        async with self.turn(key) as copy:
            if copy[0] < tag:
                await self.disk.save(key, [tag, value])
                self.copies[key] = [tag, value]


# %% part-2
async def majority(calls, need):
    waiting = {asyncio.ensure_future(call) for call in calls}
    for task in waiting:
        task.add_done_callback(lambda task: task.exception() if not task.cancelled() else None)
    found = []
    while len(found) < need:
        if len(found) + len(waiting) < need:
            raise Unavailable("no majority is left")
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        found += [task.result() for task in done if not isinstance(task.exception(), ServiceError)]
    return found[:need]


# %% part-3
from itertools import count


class Register:
    def __init__(self, replicas, name):
        self.replicas, self.name, self.numbers = replicas, name, count(1)

    async def read(self, key):
        need = len(self.replicas) // 2 + 1
        answers = await majority([replica.read(key) for replica in self.replicas], need)
        newest = max(tag for tag, _ in answers)
        value = next(value for tag, value in answers if tag == newest)
        if newest[0] > 0:
            await majority([replica.write(key, newest, value) for replica in self.replicas], need)
        return value

    async def write(self, key, value):
        need = len(self.replicas) // 2 + 1
        answers = await majority([replica.read(key) for replica in self.replicas], need)
        number = next(number for number in self.numbers if number > max(tag[0] for tag, _ in answers))
        await majority([replica.write(key, (number, self.name), value) for replica in self.replicas], need)


# %% part-4
class Insisting:
    """A replica that is asked again until it answers, or until `stop` says that nobody waits."""

    def __init__(self, replica):
        self.replica, self.stopped = replica, False

    async def read(self, key):
        return await self.insist(self.replica.read, key)

    async def write(self, key, tag, value):
        return await self.insist(self.replica.write, key, tag, value)

    async def insist(self, call, *what):
        while not self.stopped:
            try:
                return await call(*what)
            except ServiceError:
                await asyncio.sleep(0.1)
        raise Unavailable("nobody waits")


class PatientRegister:
    def __init__(self, replicas, name, within=5.0):
        self.replicas, self.name, self.within, self.last = replicas, name, within, 0

    async def read(self, key):
        return (await self.operation(key, None))[1]

    async def write(self, key, value):
        await self.operation(key, [value])

    async def operation(self, key, written):
        try:
            async with asyncio.timeout(self.within):
                tag, value = max(await self.question("read", key), key=lambda told: told[0])
                if written:
                    self.last = max(self.last, tag[0]) + 1
                    tag, value = (self.last, self.name), written[0]
                await self.question("write", key, tag, value)
                return tag, value
        except TimeoutError:
            raise TimedOut("over") from None

    async def question(self, verb, *what):
        several = [Insisting(replica) for replica in self.replicas]
        try:
            return await majority([getattr(one, verb)(*what) for one in several], len(several) // 2 + 1)
        finally:
            for one in several:
                one.stopped = True
