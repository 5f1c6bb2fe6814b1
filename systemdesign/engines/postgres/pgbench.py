"""pgbench, PostgreSQL's own load tester: many clients run one script, as fast as they can or at a rate."""

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.postgres import wheel

LATENCY, LAG = 2, 6  # columns of its log, in microseconds (PostgreSQL documentation, pgbench, Per-Transaction Logging)


@dataclass(frozen=True)
class Benchmark:
    """What pgbench counted: `rate` in transactions per second, connecting apart, and times in seconds.

    `latencies` has each transaction's, in the order in which a client logged them. With a rate they count from when
    the transaction was due, and `lags` says how much of that had passed before it began; without one these are zero.
    """

    rate: float
    latencies: list
    lags: list


def bench(server, script, clients=1, seconds=1, rate=None):
    """Run `script` (SQL, and pgbench's own commands) over and over on `server`: a `Benchmark`.

    Each of the `clients` is a connection that runs one transaction after the other for so many whole `seconds`.
    With a `rate`, transactions are due at random (Poisson) times, so many a second in all, and wait for a free client.
    Raises EngineFailed with pgbench's own words where the script does not run.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(wheel.folder("pgbench-")))
        file = folder / "script.sql"
        file.write_text(script, encoding="utf-8")
        file.chmod(0o644)
        paced = [] if rate is None else [f"--rate={rate}"]
        told = server.run(
            "pgbench", "--no-vacuum", f"--client={clients}", f"--jobs={min(clients, os.cpu_count())}",
            f"--time={seconds}", f"--file={file}", "--log", f"--log-prefix={folder / 'log'}", *paced,
            " ".join(f"{name}={value}" for name, value in server.address.items()), within=seconds + 60)
        rows = [line.split() for log in folder.glob("log*") for line in log.read_text().splitlines()]
    return Benchmark(_rate(told), *([int(row[column]) / 1e6 if column < len(row) else 0.0 for row in rows]
                                    for column in (LATENCY, LAG)))


def _rate(told):
    """The transactions per second, from pgbench's summary."""
    for line in told.splitlines():
        if line.startswith("tps = "):
            return float(line.split()[2])
    raise EngineFailed(f"pgbench counted nothing. Its last words:\n{told}")
