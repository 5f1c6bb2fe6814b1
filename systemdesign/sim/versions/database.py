"""A multi-version store: every row keeps its versions, and each transaction sees those that its level allows."""

from contextlib import asynccontextmanager
from itertools import takewhile

from systemdesign.sim.versions.locks import Locks
from systemdesign.sim.versions.transaction import LEVELS, Transaction


class Database:
    """Rows by key, in versions, and transactions on them at three isolation levels.

    *Read committed*: each statement sees what is committed when it runs. *Repeatable read*: all statements see
    what was committed at the first one, and the first to update a row wins. *Serializable*: in addition nothing
    that was read, rows and counts alike, may have changed when a transaction that wrote commits; one that only
    read stands where its snapshot was taken. All three hold a row's lock until the transaction ends. A version,
    once committed, is never changed; those of one transaction become visible in one step, or never.
    (M. Kleppmann, *Hermitage*; PostgreSQL documentation, 13.2. PostgreSQL's *serializable* looks for dangerous
    structures among reads and writes, so it may abort another transaction, or none.)
    """

    def __init__(self, isolation="read committed", rows=None, delay=0.0):
        """Transactions have this level unless they ask for another; every statement takes `delay` seconds."""
        self.isolation, self.delay = level(isolation), delay
        self.changed = []  # the keys that each commit wrote
        self.versions = {key: [(0, value)] for key, value in (rows or {}).items()}
        self.locks = Locks()
        self.open = set()
        self.aborts = self.deadlocks = 0

    def begin(self, isolation=None):
        """A transaction, at this level or at the database's own."""
        return Transaction(self, level(isolation or self.isolation))

    @asynccontextmanager
    async def transaction(self, isolation=None):
        """A transaction that is committed at the end, and rolled back if anything was raised, a cancellation too."""
        tx = self.begin(isolation)
        try:
            yield tx
            await tx.commit()
        finally:
            tx.rollback()

    @property
    def clock(self):
        """The commits so far, which is the time that versions go by."""
        return len(self.changed)

    def look(self, key):
        """The committed row now, None where there is none."""
        return self.version(key)[1]

    @property
    def committed(self):
        """All committed rows now."""
        return {key: value for key in self.versions if (value := self.look(key)) is not None}

    def version(self, key, at=None):
        """The newest version that was there at this time, as (time, row): (-1, None) where there was none."""
        for time, value in reversed(self.versions.get(key, ())):
            if at is None or time <= at:
                return time, value
        return -1, None

    def overtaken(self, key, since):
        """Whether there was a row at this time, and another version of it, or none, came after."""
        return self.version(key)[0] > since and self.version(key, since)[1] is not None

    def gone(self, key, since):
        """Whether a row was deleted after this time, even if another one has its key now."""
        later = takewhile(lambda version: version[0] > since, reversed(self.versions.get(key, ())))
        return any(value is None for _, value in later)

    def bury(self, keys):
        """With the next commit the rows under these keys are gone, even where it puts others in their place."""
        for key in keys:
            self.versions.setdefault(key, []).append((self.clock + 1, None))

    def apply(self, writes):
        """Make these rows, None for a deleted one, the newest versions, in one step."""
        self.changed.append([*writes])
        for key, value in writes.items():
            self.versions.setdefault(key, []).append((self.clock, value))


def level(isolation):
    """This isolation level, if there is one."""
    if isolation not in LEVELS:
        raise ValueError(f"{isolation!r} is no isolation level here; there are {', '.join(LEVELS)}")
    return isolation
