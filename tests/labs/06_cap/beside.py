"""Clients and replicas, played beside the student's registers: reports who called what and when, what was heard, and
what the replicas stored. It knows nothing of what may be heard: that is judged on the other side of the line."""

import asyncio
from collections import defaultdict
from types import SimpleNamespace

from systemdesign.kernel import now, run
from systemdesign.sim.records import Host
from systemdesign.sim.request import ServiceError
from systemdesign.sim.wire import Wire

CLIENTS, REPLICAS, STEP, PATIENCE = "ABC", "123", 0.05, 30.0


class Shelf:
    """A replica's memory, and what it told the `log`."""

    def __init__(self, disk, log):
        self.disk, self.log, self.locks = disk, log, defaultdict(asyncio.Lock)

    async def read(self, key):
        return await self.disk.load(key) or ((0, ""), None)

    async def write(self, key, tag, value):
        async with self.locks[key]:
            if tag > (await self.read(key))[0]:
                await self.disk.save(key, (tag, value))
                self.log.append([now(), self.disk.name, tag, value])


def seen(wire):
    """What a client has of a wire: two calls, and nothing else."""
    return SimpleNamespace(
        name=wire.name, read=lambda key: wire.read(key), write=lambda key, tag, value: wire.write(key, tag, value)
    )


class World:
    def __init__(self, kind, options, book):
        self.stored, self.heard, self.tasks, self.count = [], [], [], 0
        self.hosts = {name: Host(name, lambda disk: Shelf(disk, self.stored)) for name in REPLICAS}
        self.wires = {c + r: Wire(self.hosts[r], c) for c in CLIENTS for r in REPLICAS}
        self.clients = {c: self.register(getattr(book, kind), c, options) for c in CLIENTS}

    def register(self, make, client, options):
        return make([seen(self.wires[client + r]) for r in REPLICAS], client, **options)

    def event(self, verb, target):
        """One event, and on goes the world."""
        if verb in ("read", "write"):
            self.tasks.append(asyncio.ensure_future(self.operation(target, verb)))
        elif verb in ("crash", "restart"):
            getattr(self.hosts[target], verb)()
        elif verb == "mend":
            self.mend(target)
        else:
            self.hinder(verb, target)

    def mend(self, client):
        for r in REPLICAS:
            self.wires[client + r].mend()

    def hinder(self, verb, target):
        wire = self.wires[target]
        if verb == "cut":
            wire.partition()
        elif verb == "deafen":
            wire.deaf = True
        elif verb == "delay":
            wire.delay(0.08)
        else:  # only: writes of this client reach this replica alone
            for r in REPLICAS:
                self.wires[target[0] + r].mute = r != target[1]

    async def operation(self, client, kind):
        value = self.next_value() if kind == "write" else None
        row = [client, kind, value, now(), None, None]
        self.heard.append(row)
        try:
            if kind == "write":
                await self.clients[client].write("x", value)
            else:
                row[2] = await self.clients[client].read("x")
            row[4] = now()
        except ServiceError as error:
            row[4], row[5] = now(), type(error).__name__

    def next_value(self):
        self.count += 1
        return self.count

    async def play(self, events):
        for time, verb, target in events:
            await asyncio.sleep(max(0.0, time * STEP - now()))
            self.event(verb, target)
        await asyncio.sleep(STEP)
        for host in self.hosts.values():
            if host.replica is None:
                host.restart()
        for client in CLIENTS:
            self.mend(client)
        await self.ended()
        for client in CLIENTS:
            self.event("read", client)
            await self.ended()
        return [self.heard, self.stored]

    async def ended(self):
        """Wait for all operations, but not for ever."""
        if self.tasks:
            _, hanging = await asyncio.wait(self.tasks, timeout=PATIENCE)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=bool(hanging))
            self.tasks.clear()


def play(kind, seed, events, options):
    """What was heard, as [client, kind, value, called, ended, error], and stored, as [time, replica, tag, value]."""

    found = []

    async def main():
        found.extend(await World(kind, options, book).play(events))  # noqa: F821

    try:
        run(main, seed, shuffle=seed or None)
    except (ServiceError, ExceptionGroup):
        if not found:  # else it is an error that a task of the student's left behind: what was heard tells more
            raise
    return found
