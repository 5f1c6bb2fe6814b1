"""Part 3 of lab 09 is judged in a world: two stores, and clients who know what they may expect."""

import asyncio
from collections import Counter

from systemdesign import now, stream
from systemdesign.sim.request import ServiceError
from systemdesign.sim.store import Store


class Clients:
    """Readers, and one writer for each key: what they were told, and what they may therefore expect."""

    def __init__(self, story, move, keys):
        self.story, self.move = story, move
        self.floor, self.issued, self.deletes = Counter(), Counter(), {key: {0} for key in keys}
        self.slowest, self.failed, self.lines = 0.0, 0, []

    async def write(self, key, delete=False):
        self.issued[key] += 1
        number = self.issued[key]
        if delete:
            self.deletes[key].add(number)
        call = self.move.delete(key) if delete else self.move.put(key, number)
        what = f"{'delete' if delete else 'put'} {key}" + ("" if delete else f" = {number}")
        if await self.timed(call, what):
            self.floor[key] = max(self.floor[key], number)

    async def read(self, key):
        floor = self.floor[key]
        found = await self.timed(self.move.get(key), f"get {key}")
        if found:
            self.judge(key, floor, found[0])

    def judge(self, key, floor, value):
        if value is None:
            number = max((n for n in self.deletes[key] if n <= self.issued[key]), default=-1)
            gone = f"{key} is gone, and its write {floor} was acknowledged (or seen) before: it is lost."
            assert number >= floor, gone
            return
        assert value >= floor or floor not in self.deletes[key], (
            f"{key} was deleted, and that was acknowledged; then a read returned {value}: a deleted key came back."
        )
        assert value >= floor, (
            f"A read of {key} returned {value}, and {floor} was acknowledged (or seen) before: it is lost."
        )
        self.floor[key] = max(self.floor[key], value)

    async def timed(self, call, what):
        """What the call returned, in a tuple; () when it failed."""
        start = now()
        try:
            value = await call
        except (ServiceError, TimeoutError) as error:
            self.failed += 1
            self.note(f"{what}: {type(error).__name__}")
            return ()
        finally:
            self.slowest = max(self.slowest, now() - start)
        self.note(f"{what}: {'acknowledged' if value is None and not what.startswith('get') else value}")
        return (value,)

    def note(self, text):
        if self.story:
            self.story.note(text)

    async def traffic(self, keys, until, gap=0.02):
        """Each key's writer, and a reader, at random times."""
        rng = stream("traffic")
        async with asyncio.TaskGroup() as group:
            busy = set()
            while now() < until:
                key = rng.choice(keys)
                group.create_task(self.read(rng.choice(keys)))
                if key not in busy:
                    busy.add(key)
                    task = group.create_task(self.write(key, delete=rng.random() < 0.15))
                    task.add_done_callback(lambda _, key=key: busy.discard(key))
                await asyncio.sleep(rng.uniform(0, 2 * gap))


class World:
    def __init__(self, lab, keys=20, story=None):
        self.names = [f"k{number}" for number in range(keys)]
        self.source, self.target = Store("source", dict.fromkeys(self.names, 0)), Store("target")
        self.move = lab.Move(self.source, self.target)
        self.clients = Clients(story, self.move, [])
        self.clients.deletes = {key: set() for key in self.names} | {f"new{n}": {0} for n in range(20)}

    async def run(self):
        """The move, until the source is empty."""
        try:
            await asyncio.wait_for(self.move.run(), 60)
        except TimeoutError:
            raise AssertionError("`run` was not done after 60 s, and nothing stood in its way any more.") from None
        except ServiceError as error:
            failure = f"`run` ended with {type(error).__name__}: survive every fault, pause, and try again."
            raise AssertionError(failure) from None

    def finished(self):
        """After `run`: nothing is left, and what is on the target is what was acknowledged."""
        assert not self.source.data, f"`run` returned, and the source still holds {sorted(self.source.data)[:3]}."
        for key, floor in self.clients.floor.items():
            self.clients.judge(key, floor, self.target.data.get(key))
