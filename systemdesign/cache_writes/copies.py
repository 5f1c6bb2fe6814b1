"""Where each account's newest value lay while a flush went by: in the cache, on its way, in the database."""

import asyncio
from typing import NamedTuple

from systemdesign.cache_writes.bank import ACCOUNTS, Books, business, paying
from systemdesign.cache_writes.behind import AsItIsNow, FromSnapshot, WriteBehind
from systemdesign.kernel.run import now, run

BEHIND = {"row by row, as it is now": AsItIsNow, "row by row, from a snapshot": FromSnapshot,
          "one transaction": WriteBehind}


class Copy(NamedTuple):
    """One value of one account: `number` is the write's. It left the cache at `sent`, arrived at `landed`, and was
    replaced at `gone`; where that was not in the cache, `kept` is False. Times in seconds, infinite if never."""

    account: int
    number: int
    changed: float
    sent: float
    landed: float
    gone: float


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
            mine = [(0, 0.0)] + [(number, time) for key, number, time in self.changes if key == account]
            arrivals = [self.landed.get((account, number), until) for number, _ in mine]
            arrivals[0] = 0.0
            for k, (number, changed) in enumerate(mine):
                sent = self.sent.get((account, number), 0.0 if number == 0 else until)
                superseded = mine[k + 1][1] if k + 1 < len(mine) else until
                replaced = min((time for time in arrivals[k + 1:] if time < until), default=until)
                stays = min(sent, superseded) if sent >= until else sent
                yield Copy(account, number, changed, stays, arrivals[k], replaced)

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


def tearing(sums, starts, after):
    """(start, end) of the first flush after that time which finds the sum right and leaves it wrong, if there is one.

    Else of the first; it ends when the last of its rows arrives.
    """
    spans = []
    for start, following in zip(starts, starts[1:]):
        if start >= after:
            inside = [time for time, _ in sums if start < time <= following]
            spans.append((start, inside[-1] if inside else start, _at(sums, start), _at(sums, following)))
    torn = [span for span in spans if span[2] == 0 != span[3]]
    return (torn or spans)[0][:2]


def _at(sums, time):
    return [total for when, total in sums if when <= time][-1]
