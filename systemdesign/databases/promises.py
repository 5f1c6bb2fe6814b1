"""Seven promises, each with an interleaving of two transactions that breaks it where it can be broken."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from systemdesign.kernel import run
from systemdesign.sim.versions.database import Database
from systemdesign.sim.versions.errors import Failed


@dataclass(frozen=True)
class Promise:
    """The steps of two clients in turn, on `ROWS`, and whether what came of them keeps the promise."""

    steps: str
    kept: Callable


@dataclass
class Client:
    """One of the two: what it saw last, what it saw in all, how often it changed a row, and how it failed."""

    name: str
    session: object
    seen: int = None
    sum: int = 0
    changed: int = 0
    committed: bool = False
    code: str = None
    tasks: list = field(default_factory=list)

    async def step(self, verb, key=None):
        """Do it, unless it has failed before."""
        if self.code is None:
            try:
                await getattr(self, "_" + verb)(key)
            except Failed as error:
                self.code = error.code

    async def _get(self, key):
        self.seen = await self.session.get(key)
        self.sum += self.seen

    async def _lock(self, key):
        await self.session.lock(key)

    async def _count(self, prefix):
        self.seen = await self.session.count(prefix)

    async def _put(self, key):  # what it saw, less one, if it saw one
        if self.seen >= 1:
            self.changed += await self.session.put(key, self.seen - 1)

    async def _sell(self, key):  # one less, if it saw one
        if self.seen >= 1:
            self.changed += await self.session.add(key, -1)

    async def _take(self, key):  # one less, if there is one
        self.changed += await self.session.add(key, -1, least=1)

    async def _more(self, key):
        self.changed += await self.session.add(key, 2)

    async def _less(self, key):
        self.changed += await self.session.add(key, -2)

    async def _use(self, prefix):  # a row of its own, if it saw none
        if not self.seen:
            await self.session.insert(f"{prefix} {self.name}")

    async def _claim(self, prefix):  # a row that both would have, if it saw none
        if not self.seen:
            await self.session.insert(f"{prefix} once")

    async def _commit(self, _):
        await self.session.commit()
        self.committed = True


def sold_is_gone(clients, rows):
    """Each lamp that was sold is one less in stock, and none was sold that was not there."""
    return rows["stock"] >= 0 and sum(c.changed for c in clients if c.committed) == ROWS["stock"] - rows["stock"]


def used_once(clients, rows):
    """Nobody used a voucher that was used."""
    return sum(key.startswith("use") for key in rows) <= 1


ROWS = {"stock": 1, "voucher": 1, "lamp": 5, "desk": 5}
PROMISES = {
    "lost update": Promise(
        "A get stock, B get stock, A put stock, B put stock, A commit, B commit", sold_is_gone),
    "check, then decrement": Promise(
        "A get stock, B get stock, A sell stock, B sell stock, A commit, B commit",
        lambda clients, rows: rows["stock"] >= 0),
    "conditional update": Promise("A take stock, B take stock, A commit, B commit", sold_is_gone),
    "voucher: count": Promise(
        "A count use, B count use, A use use, B use use, A commit, B commit", used_once),
    "voucher: lock": Promise(
        "A lock voucher, B lock voucher, A count use, A use use, A commit, B count use, B use use, B commit",
        used_once),
    "voucher: unique": Promise(
        "A count use, B count use, A claim use, B claim use, A commit, B commit", used_once),
    "two reads agree": Promise(
        "A get lamp, B less lamp, B more desk, B commit, A get desk, A commit",
        lambda clients, rows: clients[0].sum == ROWS["lamp"] + ROWS["desk"]),
}


@dataclass(frozen=True)
class Outcome:
    """Whether the promise was kept, the codes of those who failed, what is there now, and what A saw in all."""

    kept: bool
    codes: tuple
    rows: dict
    sum: int

    def __str__(self):
        return " ".join(["kept" if self.kept else "broken", *self.codes])


async def play(promise, sessions, settle, look):
    """The `Outcome` of its steps on any database, each begun when the one before is done or has to wait.

    `sessions` are two, with `get`, `lock`, `count`, `put`, `add`, `insert` and `commit`, which raise `Failed`;
    `settle(tasks)` returns when each of these is done or waits for a lock; `look()` gives what is committed.
    """
    clients = [Client(name, session) for name, session in zip("AB", sessions)]
    for step in promise.steps.split(", "):
        name, verb, *key = step.split()
        client = clients["AB".index(name)]
        client.tasks.append(asyncio.create_task(after(client.tasks[-1:], client.step(verb, *key))))
        await settle([task for each in clients for task in each.tasks])
    await asyncio.gather(*clients[0].tasks, *clients[1].tasks)
    rows = await look()
    return Outcome(promise.kept(clients, rows), tuple(c.code for c in clients if c.code), rows, clients[0].sum)


async def after(tasks, step):
    """This step, when the client has done the one before."""
    await asyncio.gather(*tasks)
    await step


class Session:
    """A transaction of the model, in the words of the interleavings; it begins with its first statement."""

    def __init__(self, database):
        self.tx = database.begin()
        self.get, self.lock, self.count, self.commit = self.tx.get, self.tx.lock, self.tx.count, self.tx.commit

    async def put(self, key, value):
        """Set the row: how many that were."""
        return await self.tx.update(key, lambda _: value)

    async def add(self, key, amount, least=None):
        """Add to the row, if it is at least so much: how many that were."""
        return await self.tx.update(key, lambda row: row + amount, least and (lambda row: row >= least))

    async def insert(self, key):
        """A new row."""
        await self.tx.insert(key, 1)


async def on_model(name, isolation):
    """How the model keeps this promise at this level."""
    database = Database(isolation, ROWS)

    async def settle(tasks):
        await asyncio.sleep(1.0)  # of virtual time, in which whoever can go on does

    async def look():
        return database.committed

    return await play(PROMISES[name], [Session(database), Session(database)], settle, look)


def table(isolation):
    """Every promise at this level of the model: its `Outcome` by its name."""
    return {name: run(on_model(name, isolation)) for name in PROMISES}
