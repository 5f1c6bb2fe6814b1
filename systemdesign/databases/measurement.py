"""Real databases: which promises they keep, what a crowd sells, and what is left when a client is killed."""

import random
from dataclasses import dataclass

from systemdesign.databases.customers import serve
from systemdesign.databases.real_shop import DATABASES, Shop
from systemdesign.databases.rush import WAYS, rush
from systemdesign.databases.sql import PostgreSQL
from systemdesign.databases.turns import on_postgres, on_sqlite
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.postgres.server import Postgres
from systemdesign.engines.till.crash import build, crash
from systemdesign.engines.valkey.server import Valkey

CHECK = "read committed, check (n >= 0)"
LEVELS = {"read committed": ("read committed",), "repeatable read": ("repeatable read",),
          "serializable": ("serializable",), CHECK: ("read committed", "check (n >= 0)")}
BEGINS = {"no begin": (None, "wal"), "begin": ("begin", "wal"), "begin immediate": ("begin immediate", "wal"),
          "begin, without WAL": ("begin", "delete")}


@dataclass(frozen=True, kw_only=True)
class TablePlan(Plan):
    """Every promise, with every level or beginning of a transaction."""


@dataclass(frozen=True)
class Table(Result):
    """What came of a TablePlan: `cells[level][promise]` is "kept" or "broken", and the codes of those who failed."""

    cells: dict


@measurement("postgres", TablePlan, Table)
def postgres_table(plan):
    """The interleavings of `promises` on a PostgreSQL at its three levels, and where a row checks itself: a `Table`."""
    with PostgreSQL(fsync="off") as database:  # the disk has no say in who sees what
        return {"cells": {name: words(on_postgres(database, *level)) for name, level in LEVELS.items()}}


@measurement("sqlite", TablePlan, Table)
def sqlite_table(plan):
    """The interleavings of `promises` on a SQLite, with each way to begin a transaction: a `Table`."""
    return {"cells": {name: words(on_sqlite(*begin)) for name, begin in BEGINS.items()}}


def words(outcomes):
    """Each outcome as a text."""
    return {name: str(outcome) for name, outcome in outcomes.items()}


@dataclass(frozen=True, kw_only=True)
class CrowdPlan(Plan):
    """So many `buyers` of one product of which there is a `stock`; each thinks for `think` seconds, in each `way`."""

    isolation: str = "read committed"
    ways: tuple = tuple(WAYS)
    buyers: int = 8
    stock: int = 50
    think: float = 0.005


@dataclass(frozen=True)
class Crowd(Result):
    """What came of a CrowdPlan, with a number for each way: how many were `sold`, and how many the row says are `left`.

    `aborts` counts transactions that were run again, and `seconds` is what it took to sell all.
    """

    sold: list
    left: list
    aborts: list
    seconds: list


@measurement("postgres", CrowdPlan, Crowd)
def crowd(plan):
    """Threads that buy from a PostgreSQL until nothing is left (see CrowdPlan): a `Crowd`."""
    with PostgreSQL() as database:
        found = [rush(database, way, plan) for way in plan.ways]
    return dict(zip(("sold", "left", "aborts", "seconds"), map(list, zip(*found))))


@dataclass(frozen=True, kw_only=True)
class KillPlan(Plan):
    """So many `clerks` who write orders all the time, and die all at once, so many `times`."""

    times: int = 3
    clerks: int = 16
    seed: int = 0


@dataclass(frozen=True)
class Killed(Result):
    """What came of a KillPlan: half of the clerks keep the stock in another database, half where the order is.

    `apart` and `together` have, for each kill, how many of these left a stock that was down with no order for it.
    """

    apart: list
    together: list

    @property
    def deaths(self):
        """How many clerks died of each kind."""
        return self.plan.times * self.plan.clerks // 2


@measurement("postgres", KillPlan, Killed)
def killed(plan):
    """Clerks before one database and before two, killed with -9 (see KillPlan): `Killed`."""
    chance = random.Random(plan.seed)
    with Postgres() as server:
        build(server)
        lives = [crash(server, plan.clerks, chance.uniform(0.05, 0.15)) for _ in range(plan.times)]
    torn = [[sold - orders for orders, sold in life] for life in lives]
    return {"apart": [sum(life[1::2]) for life in torn], "together": [sum(life[0::2]) for life in torn]}


@dataclass(frozen=True, kw_only=True)
class ShopPlan(Plan):
    """So many `customers` at once, who ask for half of the `orders` each; of three products there is a `stock` each."""

    customers: int = 8
    orders: int = 80
    stock: int = 60
    seed: int = 0


@dataclass(frozen=True)
class Served(Result):
    """What came of a ShopPlan on each database, {"sqlite": ..., "postgres": ...}: see `customers.serve`."""

    found: dict


@measurement(("sqlite", "postgres", "valkey"), ShopPlan, Served)
def shops(plan):
    """Many customers of the real shop, on SQLite and on PostgreSQL, before a cache (see ShopPlan): `Served`."""
    with Valkey() as cache:
        return {"found": {database: served(database, cache, plan) for database in DATABASES}}


def served(database, cache, plan):
    """Customers of one shop, whose cache is empty when it opens."""
    cache.client.flushall()
    with Shop(database, hot=cache.client) as shop:
        return serve(shop, plan)
