"""pgbench, PostgreSQL's own load tester: many clients run one script, as fast as they can or at a rate."""

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from systemdesign.engines.postgres import wheel

LATENCY, SECOND, MICRO, LAG = 2, 4, 5, 6  # columns of its log (PostgreSQL documentation, pgbench, "Per-Transaction
# Logging"): how long, in microseconds; when it ended; how late it began, where there is a rate


@dataclass(frozen=True)
class Benchmark:
    """What pgbench counted: `rate` in transactions per second, connecting apart, and times in seconds.

    `latencies` has each transaction's, in the order in which they were due, at the times `due`. With a rate latencies
    count from there, and `lags` says how much of that had passed before the transaction began; without one it was due
    when it began.
    """

    rate: float
    due: list
    latencies: list
    lags: list


def bench(server, script, clients=1, seconds=1, rate=None, seed=1):
    """Run `script` (SQL, and pgbench's own commands) over and over on `server`: a `Benchmark`.

    Each of the `clients` is a connection that runs one transaction after the other for so many whole `seconds`.
    With a `rate`, transactions are due at random (Poisson) times, so many a second in all, and wait for a free client.
    A `seed` gives one thread's chances again: its times, and what `\\set` draws.
    Raises EngineFailed with pgbench's own words where the script does not run.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(wheel.folder("pgbench-")))
        file = folder / "script.sql"
        file.write_text(script, encoding="utf-8")
        file.chmod(0o644)
        # With several threads each would have a schedule, and a queue, of its own.
        schedule = [f"--jobs={min(clients, os.cpu_count())}"] if rate is None else ["--jobs=1", f"--rate={rate}"]
        told = server.run(
            "pgbench", "--no-vacuum", f"--client={clients}", f"--time={seconds}", f"--random-seed={seed}", *schedule,
            f"--file={file}", "--log", f"--log-prefix={folder / 'log'}",
            " ".join(f"{name}={value}" for name, value in server.address.items()), within=seconds + 60)
        rows = sorted(row for log in folder.glob("log*") for row in map(_row, log.read_text().splitlines()))
    first = rows[0][0] if rows else 0.0
    due, latencies, lags = zip(*rows) if rows else ((), (), ())
    return Benchmark(_rate(told), [at - first for at in due], list(latencies), list(lags))


def _row(line):
    """When a transaction was due, how long it took from there, and how much of that it waited, in seconds."""
    row = line.split()
    latency, lag = (int(row[column]) / 1e6 if column < len(row) else 0.0 for column in (LATENCY, LAG))
    return int(row[SECOND]) + int(row[MICRO]) / 1e6 - latency, latency, lag


def _rate(told):
    """The transactions per second, from pgbench's summary."""
    line = next(line for line in told.splitlines() if line.startswith("tps = "))
    return float(line.split()[2])
