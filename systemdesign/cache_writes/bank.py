"""A bank whose accounts lie in a cache: money is only moved, so they sum to 0 at any moment that ever was."""

import asyncio

from systemdesign.cache_writes.ledger import Ledger
from systemdesign.kernel.run import now
from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import constant

ACCOUNTS = 20


def transfers(rate, seed=None):
    """(gap, giver, taker) of transfers that come at random, `rate` a second: the seconds since the last. Endless."""
    rng = stream("transfers", seed)
    random = rng.random
    while True:
        giver, other = int(random() * ACCOUNTS), int(random() * (ACCOUNTS - 1))
        yield rng.expovariate(rate), giver, other + (other >= giver)  # of the others, each as likely


async def business(pay, rate, until):
    """Move 1 from one account to another, again and again: await pay(giver, taker) for each, until that time."""
    for gap, giver, taker in transfers(rate):
        await asyncio.sleep(min(gap, until - now()))
        if now() >= until:
            return
        await pay(giver, taker)


class Books(Ledger):
    """The bank's database. It notes `sums`: (time, the sum of all rows) whenever rows have changed."""

    def __init__(self, row=0.01):
        super().__init__(dict.fromkeys(range(ACCOUNTS), 0), constant(row))
        self.sums = [(0.0, 0)]

    def change(self, rows):
        """The rows are as these say, from now on; the sum is noted."""
        version = super().change(rows)
        self.sums.append((now(), sum(self.rows.values())))
        return version


async def bank(behind, rate, every, row, until):
    """The books of a bank after so many seconds. `behind` is any of the classes of behind.py."""
    accounts = behind(Books(row), every)
    flusher = asyncio.create_task(accounts.run())
    await business(paying(accounts), rate, until)
    flusher.cancel()
    return accounts.database


def paying(accounts):
    """A function that makes a transfer between accounts which lie in a WriteBehind: both sides at once."""
    async def pay(giver, taker):
        await accounts.write_all({giver: accounts.get(giver, 0) - 1, taker: accounts.get(taker, 0) + 1})

    return pay
