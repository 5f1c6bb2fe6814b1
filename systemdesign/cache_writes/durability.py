"""What it costs that a write outlives its server: Valkey's file, PostgreSQL's shared syncs, SQLite's journals."""

import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Timer

from systemdesign.engines.child import disk
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.postgres.pgbench import bench
from systemdesign.engines.postgres.server import Postgres
from systemdesign.engines.valkey.server import Valkey, connect

POLICIES = {"no file": {"appendonly": "no"}, "everysec": {"appendonly": "yes", "appendfsync": "everysec"},
            "always": {"appendonly": "yes", "appendfsync": "always"}}
INSERT = "insert into orders values (1);"
WAL_METHOD = "fdatasync" if hasattr(os, "fdatasync") else "fsync"  # the default of macOS syncs as it writes: no count
SYNCS = "select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal'"
CONNECTED = "select count(*) from pg_stat_activity where application_name = 'pgbench'"
MODES = {"rollback journal": ("delete", "full"), "WAL": ("wal", "full"), "WAL, synchronous normal": ("wal", "normal")}


@dataclass(frozen=True, kw_only=True)
class FilePlan(Plan):
    """One client that sets key after key in a Valkey, which is killed after so many `seconds`, in full flow.

    `policy` is "no file", or when the append-only file is synced: "everysec" or "always".
    """

    policy: str = "everysec"
    seconds: float = 0.5

    def __post_init__(self):
        if self.policy not in POLICIES:
            raise ValueError(f"no policy {self.policy!r} here; there are {', '.join(map(repr, POLICIES))}")


@dataclass(frozen=True)
class Kept(Result):
    """What came of a FilePlan: of `acknowledged` writes so many were `lost`, and a write took `median` s.

    `unheard` counts writes that are there though nobody was told so: 0, or the one that was under way.
    """

    acknowledged: int
    lost: int
    unheard: int
    median: float


@measurement("valkey", FilePlan, Kept)
def files(plan):
    """A Valkey killed with -9 and started again on its file, if it has one (see FilePlan): what it `Kept`."""
    with Valkey(**POLICIES[plan.policy]) as server:
        times = written_until_killed(server, plan.seconds)
        server.start()
        keys = [f"key {number}" for number in range(len(times))]
        kept = sum(server.client.exists(*keys[start:start + 500]) for start in range(0, len(keys), 500))
        return {"acknowledged": len(keys), "lost": len(keys) - kept, "unheard": server.client.dbsize() - kept,
                "median": round(median(times), 7)}


def written_until_killed(server, seconds):
    """Set key after key, and kill the server meanwhile: the seconds of each SET that was answered."""
    import valkey

    times, axe = [], Timer(seconds, server.kill)
    with connect(server.port) as client:
        client.ping()  # the first command opens the connection
        axe.start()
        try:
            while True:
                begin = time.perf_counter()
                client.set(f"key {len(times)}", "value")
                times.append(time.perf_counter() - begin)
        except valkey.exceptions.ConnectionError:
            axe.join()
    return times


@dataclass(frozen=True, kw_only=True)
class CommitPlan(Plan):
    """So many `clients` at once, one number after the other, each of whom commits one insert after the other.

    They do so for whole `seconds`. With `synchronous` "off" a commit does not wait for its sync.
    """

    clients: tuple = (1, 8, 32)
    seconds: int = 1
    synchronous: str = "on"


@dataclass(frozen=True)
class Commits(Result):
    """What came of a CommitPlan, for each number of clients: `commits` and `syncs` of the log, each per second."""

    commits: list
    syncs: list


@measurement("postgres", CommitPlan, Commits, slow=lambda plan: len(plan.clients) * plan.seconds > 5)
def commits(plan):
    """How often a real PostgreSQL commits, and how often it syncs its log for that (see CommitPlan): `Commits`."""
    settings = {"synchronous_commit": plan.synchronous, "wal_sync_method": WAL_METHOD}
    with Postgres(max_connections=max(plan.clients) + 10, **settings) as server, server.connect() as watch:
        watch.execute("create table orders (x int)")
        rates = [committed(server, watch, clients, plan.seconds) for clients in plan.clients]
    return {name: [round(rate, 1) for rate in found] for name, found in zip(("commits", "syncs"), zip(*rates))}


def committed(server, watch, clients, seconds):
    """The commits and the syncs per second of so many clients."""
    before = watch.execute(SYNCS).fetchone()[0]
    found = bench(server, INSERT, clients, seconds)
    # Each session adds its numbers to the server's when it ends, which is a little later than pgbench.
    server.process.wait_until(lambda: watch.execute(CONNECTED).fetchone()[0] == 0)
    syncs = watch.execute(SYNCS).fetchone()[0] - before
    return found.rate, float(syncs) * found.rate / len(found.latencies)


@dataclass(frozen=True, kw_only=True)
class BatchPlan(Plan):
    """So many `rows` in a transaction each, and `together` in a single one, in each of SQLite's MODES."""

    rows: int = 40
    together: int = 3000


@dataclass(frozen=True)
class Batches(Result):
    """What came of a BatchPlan, by mode: the seconds for a row in a transaction of its own, and in a common one."""

    alone: dict
    together: dict


@measurement("sqlite", BatchPlan, Batches)
def batches(plan):
    """Rows written to an SQLite file one by one, and all at once (see BatchPlan): `Batches`."""
    with disk.folder("sqlite-") as folder:
        times = {mode: inserted(Path(folder, f"{mode}.db"), mode, plan) for mode in MODES}
    alone, together = ({mode: round(pair[part], 8) for mode, pair in times.items()} for part in (0, 1))
    return {"alone": alone, "together": together}


def inserted(path, mode, plan):
    """The seconds for a row, in a transaction each and in a common one."""
    journal, synchronous = MODES[mode]
    connection = sqlite3.connect(path, isolation_level=None)  # a statement without `begin` is its own transaction
    try:
        connection.execute(f"pragma journal_mode={journal}")
        connection.execute(f"pragma synchronous={synchronous}")
        connection.execute("create table orders (x int)")
        alone = timed(connection, plan.rows)
        begin = time.perf_counter()
        connection.execute("begin")
        timed(connection, plan.together)
        connection.execute("commit")
        return alone, (time.perf_counter() - begin) / plan.together
    finally:
        connection.close()


def timed(connection, rows):
    """The seconds for each of so many rows."""
    begin = time.perf_counter()
    for number in range(rows):
        connection.execute("insert into orders values (?)", (number,))
    return (time.perf_counter() - begin) / rows
