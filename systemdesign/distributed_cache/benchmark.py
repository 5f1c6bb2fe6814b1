"""redis-benchmark's own numbers, of any server that speaks its language."""

import csv
import subprocess

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.child.installed import program

CLIENTS = 50  # redis-benchmark's own default
PATIENCE = 300  # s


def p50s(port, tests, packets, requests):
    """{test: the median time that its 50 clients wait for the answers to a packet, in seconds}.

    `tests` are redis-benchmark's names; a packet has so many requests (`-P`), and there are so many `requests` in all.
    """
    command = [program("redis-benchmark"), "-p", port, "-n", requests, "-P", packets, "-c", CLIENTS, "-t",
               ",".join(tests), "--csv"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode or "rror" in done.stdout + done.stderr:
        raise EngineFailed(f"redis-benchmark did not end well. It says:\n{done.stdout}{done.stderr}")
    rows = csv.DictReader(done.stdout.splitlines())
    return {row["test"].lower(): float(row["p50_latency_ms"]) / 1000 for row in rows}


def fitted(sizes, times):
    """(h, c): what a packet costs and what a request in it, by least squares of the relative errors of h + P c.

    `times` are those of packets of these `sizes`, of one server that is always busy.
    """
    weights = [1 / time**2 for time in times]
    total = sum(weights)
    size, time = (sum(w * v for w, v in zip(weights, values)) / total for values in (sizes, times))
    slope = (sum(w * (s - size) * (t - time) for w, s, t in zip(weights, sizes, times))
             / sum(w * (s - size) ** 2 for w, s in zip(weights, sizes)))
    return time - slope * size, slope
