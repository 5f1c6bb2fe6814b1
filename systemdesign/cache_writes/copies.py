"""Where each account's newest value lay while a flush went by: in the cache, on its way, in the database."""

import asyncio
from math import inf
from typing import NamedTuple

from systemdesign.cache_writes.bank import ACCOUNTS, Books, business, paying
from systemdesign.cache_writes.behind import AsItIsNow, FromSnapshot, WriteBehind
from systemdesign.kernel.run import now, run

BEHIND = {"row by row, as it is now": AsItIsNow, "row by row, from a snapshot": FromSnapshot,
          "one transaction": WriteBehind}


class Copy(NamedTuple):
    """A value of an account, in seconds: when it was `changed`, `left` the cache, `landed` in the database, was `gone`.

    It is gone from the database when the next one lands. A value that was replaced in the cache left it just then, and
    never landed, at infinity; one that is on its way at the end lands at the end.
    """

    account: int
    number: int
    changed: float
    left: float
    landed: float
    gone: float

    @property
    def ends(self):
        """When it is nowhere any more."""
        return self.left if self.landed == inf else self.gone


class Diary:
    """Watches a WriteBehind: which write changed which account when, and which of them was sent and arrived when."""

    def __init__(self, accounts):
        self.accounts, self.changes, self.sent, self.landed = accounts, [], {}, {}
        self.snapshot = None
        accounts.write_all = self._changing(accounts.write_all)
        accounts.save = self._snapshotting(accounts.save)
        accounts.database.write_all = self._sending(accounts.database.write_all)

    def copies(self, until):
        """Each value that was there before that time, as a `Copy`; number 0 was in the database from the start."""
        for account in range(ACCOUNTS):
            changes = [(0, 0.0)] + [(number, time) for key, number, time in self.changes if key == account]
            landed = [self._landed(account, number, until) for number, _ in changes]
            for k, (number, changed) in enumerate(changes):
                following = changes[k + 1][1] if k + 1 < len(changes) else until
                left = self.sent.get((account, number), following)
                yield Copy(account, number, changed, left if number else 0.0, landed[k],
                           min([until, *landed[k + 1:]]))

    def _landed(self, account, number, until):
        if number == 0:
            return 0.0
        return self.landed.get((account, number), until if (account, number) in self.sent else inf)

    def _changing(self, write_all):
        async def changing(values):
            await write_all(values)
            self.changes += [(key, self.accounts.dirty[key], now()) for key in values]

        return changing

    def _snapshotting(self, save):
        async def snapshotting(rows):
            self.snapshot = dict(self.accounts.dirty)
            await save(rows)
            self.snapshot = None

        return snapshotting

    def _sending(self, write_all):
        async def sending(rows):
            numbers = self.snapshot or dict(self.accounts.dirty)
            writes = [(key, numbers[key]) for key in rows]
            self.sent |= dict.fromkeys(writes, now())
            version = await write_all(rows)
            self.landed |= dict.fromkeys(writes, now())
            return version

        return sending


def followed(flush, rate, every, row, until, seed):
    """(copies, sums) of the bank until that time: see `Copy`, and `Books.sums`."""
    async def following():
        accounts = BEHIND[flush](Books(row), every)
        diary, flusher = Diary(accounts), asyncio.create_task(accounts.run())
        await business(paying(accounts), rate, until)
        flusher.cancel()
        return list(diary.copies(until)), accounts.database.sums

    return run(following, seed)

