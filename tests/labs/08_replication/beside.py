"""Two coordinators and three nodes, played beside the student's code: reports who was answered what and when, and the
logs in the end. It knows nothing of what they should be: that is judged on the other side of the line."""

import asyncio
from itertools import count
from types import SimpleNamespace

from systemdesign.kernel import now, run
from systemdesign.sim.line import Line
from systemdesign.sim.node import Node
from systemdesign.sim.request import ServiceError

COORDINATORS, NODES, STEP, PATIENCE = "AB", "123", 0.05, 20.0


def seen(line):
    """What a coordinator has of a line: its four calls, and nothing else."""
    return SimpleNamespace(
        name=line.name,
        fence=lambda epoch: line.fence(epoch),
        look=lambda: line.look(),
        append=lambda epoch, start, entries: line.append(epoch, start, entries),
        read=lambda key: line.read(key),
    )


class World:
    """`kind` is the part's number: 2 promotes in no time, 3 as the student does, 4 to a LastingPrimary."""

    def __init__(self, kind, book):
        self.kind, self.book, self.epochs, self.values = kind, book, count(1), count(1)
        self.nodes = {name: Node(name) for name in NODES}
        self.lines = {c + n: Line(self.nodes[n], c) for c in COORDINATORS for n in NODES}
        self.primaries, self.heard, self.tasks, self.last = {}, [], [], {}

    def event(self, verb, target):
        """One event, and on goes the world."""
        if verb in ("crash", "restart"):
            getattr(self.nodes[target], verb)()
        elif verb == "mend":
            self.mend(target)
        elif verb == "cut":
            self.lines[target].partition()
        elif verb == "deafen":
            self.lines[target].deaf = True
        elif verb == "promote" or target in self.primaries:
            self.tasks.append(asyncio.ensure_future(self.told(verb, target)))

    def mend(self, coordinator):
        for n in NODES:
            self.lines[coordinator + n].mend()

    async def told(self, verb, target):
        """One call of a coordinator's, and what came of it."""
        row = [target, verb, None, now(), None, None, None]
        self.heard.append(row)
        try:
            row[6] = await getattr(self, verb)(target, row)
            row[4] = now()
        except ServiceError as error:
            row[4], row[5] = now(), type(error).__name__

    @property
    def make(self):
        return [self.book.LastingPrimary] if self.kind == 4 else []

    async def promote(self, target, row):
        row[2] = epoch = next(self.epochs)
        lines = [seen(self.lines[target + n]) for n in NODES]
        if self.kind == 2:
            self.primaries[target] = self.chosen(target, lines, epoch)
        else:
            self.primaries[target] = await self.book.promote(lines, epoch, *self.make)

    def chosen(self, target, lines, epoch):
        """Part 2 alone: whoever is reached promises in no time, and where they are too few, nothing changes."""
        reached = [self.nodes[n] for n in NODES if self.nodes[n].up and not self.lines[target + n].partitioned]
        if len(reached) * 2 < len(NODES):
            raise ServiceError("too few")
        for node in reached:
            node.epoch = epoch
        return self.book.Primary(lines, epoch, list(max(reached, key=lambda node: node.position).log))

    async def write(self, target, row):
        row[2] = self.last[target] = self.last[None] = value = next(self.values)
        more = (f"w{value}",) if self.kind == 4 else ()
        return await self.primaries[target].write("x", value, *more)

    async def retry(self, target, row):
        """Try again what this coordinator was told to write last, or else the other one."""
        if self.last:
            row[2] = value = self.last.get(target, self.last[None])
            return await self.primaries[target].write("x", value, f"w{value}")

    async def read(self, target, row):
        row[2], position = await self.primaries[target].read("x")
        return position

    async def play(self, events):
        for time, verb, target in events:
            await asyncio.sleep(max(0.0, time * STEP - now()))
            self.event(verb, target)
        await self.ended()
        for node in self.nodes.values():
            node.restart()
        for coordinator in COORDINATORS:
            self.mend(coordinator)
        await asyncio.sleep(0.5)
        for verb in ("promote", "write"):
            self.event(verb, "A")
            await self.ended()
        await asyncio.sleep(0.5)
        return [self.heard, [list(map(list, node.log)) for node in self.nodes.values()]]

    async def ended(self):
        """Wait for all calls, but not for ever."""
        if self.tasks:
            _, hanging = await asyncio.wait(self.tasks, timeout=PATIENCE)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=bool(hanging))
            self.tasks.clear()


def play(kind, seed, events):
    """What was heard, as [coordinator, verb, what, called, ended, error, position], and the logs in the end."""
    found = []

    async def main():
        found.extend(await World(kind, book).play(events))  # noqa: F821

    try:
        run(main, seed, shuffle=seed or None)
    except (ServiceError, ExceptionGroup):
        if not found:  # else it is an error that a task of the student's left behind: what was heard tells more
            raise
    return found


def together(kind, calls):
    """What writes that were called in one step returned, and the log of node 1 in the end."""

    async def main():
        world = World(kind, book)  # noqa: F821
        made = world.book.LastingPrimary if kind == 4 else world.book.Primary
        primary = made([seen(world.lines["A" + n]) for n in NODES], 1, [])
        positions = await asyncio.gather(*(primary.write(*call) for call in calls))
        await asyncio.sleep(0.5)
        return positions, list(map(list, world.nodes["1"].log))

    return run(main)
