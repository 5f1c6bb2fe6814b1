"""A real cache before a real database: what two writers leave in them, and what a crash does."""

import random
import threading
import time
from dataclasses import dataclass

from systemdesign.engines.bank.crash import FLUSHES, crash
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.postgres.server import Postgres
from systemdesign.engines.valkey.server import Valkey, connect

ORDERS = ("cache, then database", "database, then cache")
ABREAST = 5  # pairs of writers at the same time, each about a key of its own
LEAD = 0.001  # seconds from the moment at which both writers are ready to the first one's start


@dataclass(frozen=True, kw_only=True)
class RacePlan(Plan):
    """For each of the `gaps`, so many `pairs` of writers of one key, the second of whom starts so many seconds later.

    Each writes to Valkey and to PostgreSQL, in this `order`. The way to PostgreSQL takes each a random time besides,
    exponential with a mean of `away` seconds.
    """

    gaps: tuple = (0.0, 0.002, 0.01)
    pairs: int = 150
    order: str = ORDERS[0]
    away: float = 0.0
    seed: int = 1

    def __post_init__(self):
        if self.order not in ORDERS:
            raise ValueError(f"no order {self.order!r} here; there are {', '.join(map(repr, ORDERS))}")


@dataclass(frozen=True)
class Raced(Result):
    """What came of a RacePlan: for each gap, how many pairs left `different` values in the cache and the database."""

    different: list


@measurement(("valkey", "postgres"), RacePlan, Raced, slow=lambda plan: len(plan.gaps) * plan.pairs > 200)
def race(plan):
    """Pairs of writers through a real cache and a real database (RacePlan lists the keywords): `Raced`."""
    with Postgres() as database, Valkey() as cache:
        with database.connect() as connection:
            connection.execute("create table price (id text primary key, by text)")
        return {"different": [a_series(plan, gap, cache, database) for gap in plan.gaps]}


def a_series(plan, gap, cache, database):
    """All pairs with one gap, some of them abreast: how many of their keys differ in the end."""
    keys = [f"{gap:g}:{number}" for number in range(plan.pairs)]
    with database.connect() as connection, connection.cursor() as cursor:
        cursor.executemany("insert into price values (%s, 'nobody')", [(key,) for key in keys])
        lanes = [keys[lane::ABREAST] for lane in range(ABREAST)]
        writers = [writer for lane in lanes for writer in pair(plan, gap, lane, cache, database)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        rows = dict(connection.execute("select id, by from price").fetchall())
    return sum(cache.client.get(key).decode() != rows[key] for key in keys)


def pair(plan, gap, keys, cache, database):
    """Two threads that wait for each other before each key; the second starts `gap` seconds after the first."""
    starts = []
    together = threading.Barrier(2, lambda: starts.append(time.monotonic() + LEAD))

    def write(name, later):
        chance = random.Random(f"{plan.seed} {name} {keys[:1]}")
        with Writer(name, cache, database) as writer:
            for key in keys:
                away = chance.expovariate(1 / plan.away) if plan.away else 0.0
                together.wait()
                time.sleep(max(0.0, starts[-1] + later - time.monotonic()))
                writer.write(key, plan.order, away)

    return [threading.Thread(target=write, args=named) for named in (("first", 0.0), ("second", gap))]


class Writer:
    """One writer's connections to both places, into which it writes its own name."""

    def __init__(self, name, cache, database):
        self.name, self.cache, self.database = name, connect(cache.port), database.connect()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.cache.close()
        self.database.close()

    def write(self, key, order, away):
        """Write to both in this order; the way to the database takes so many seconds besides."""
        if order == "cache, then database":
            self.cache.set(key, self.name)
        time.sleep(away)
        self.database.execute("update price set by = %s where id = %s", (self.name, key))
        if order == "database, then cache":
            self.cache.set(key, self.name)


@dataclass(frozen=True, kw_only=True)
class KillPlan(Plan):
    """A bank of 20 accounts in a cache, written behind `every` so many seconds, that is killed so many `times`.

    It makes `rate` transfers a second, and writes "row by row" or in "one transaction" (see `engines.bank.teller`).
    It is killed at a random moment between its second flush and its third, and the cache with it.
    """

    times: int = 10
    every: float = 0.5
    flush: str = FLUSHES[0]
    rate: float = 500.0
    seed: int = 1

    def __post_init__(self):
        if self.flush not in FLUSHES:
            raise ValueError(f"no flush {self.flush!r} here; there are {', '.join(map(repr, FLUSHES))}")


@dataclass(frozen=True)
class Killed(Result):
    """What came of a KillPlan, with a number for each crash.

    `acknowledged` transfers had been told to their customers, of which `lost` are not in the database with both
    sides, and `torn` are there with one; `sums` are the database's, where 0 is right.
    """

    acknowledged: list
    lost: list
    torn: list
    sums: list

    @property
    def wrong(self):
        """After how many crashes the sum was not 0."""
        return sum(total != 0 for total in self.sums)


@measurement(("valkey", "postgres"), KillPlan, Killed, slow=lambda plan: plan.times * plan.every > 1)
def kills(plan):
    """A bank's process and its cache, killed with -9 again and again (see KillPlan): a `Killed`."""
    chance = random.Random(plan.seed)
    with Postgres() as database:
        crashes = [a_crash(plan, database, chance) for _ in range(plan.times)]
    return dict(zip(("acknowledged", "lost", "torn", "sums"), map(list, zip(*crashes))))


def a_crash(plan, database, chance):
    """One life of the bank: how much it had told its customers, what of that is lost, what torn, and the sum."""
    seconds = plan.every * chance.uniform(2, 3)
    told, rows = crash(database, seconds, plan.every, plan.flush, plan.rate, chance.random())
    last = {account: number for account, _, number in rows}
    sides = [(number <= last[giver]) + (number <= last[taker]) for number, giver, taker in told]
    return len(told), sum(side < 2 for side in sides), sides.count(1), sum(balance for _, balance, _ in rows)
