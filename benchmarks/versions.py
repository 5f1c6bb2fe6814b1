"""A purchase on the multi-version store of chapter 07, at each isolation level, beside one on a plain dictionary."""

import sys
import time

from systemdesign import run
from systemdesign.sim.versions.database import Database
from systemdesign.sim.versions.transaction import LEVELS

ROWS = (10, 1_000, 10_000)
PURCHASES, REPEATS = 300, 5
"""As many as buy in the figure `sale` at its default; and the best of so many runs counts."""
BAR = 0.012
"""Seconds of processor time for them with the fewest rows, at the dearest level, on the reference machine."""


async def bought(database):
    """A look, a conditional update and a commit, so many times; one row in ten is sold out at the end."""
    for number in range(PURCHASES):
        key = f"row {number % 10}"
        async with database.transaction() as tx:
            await tx.get(key)
            await tx.update(key, lambda left: left - 1, lambda left: left >= 1)


def plainly(rows):
    """The same on a dictionary, which nobody else may touch meanwhile."""
    for number in range(PURCHASES):
        key = f"row {number % 10}"
        if rows.get(key) >= 1:
            rows[key] -= 1


def least(work, made, *how):
    """The least seconds of processor time that `work` took, on what is made anew each time."""
    spent = []
    for _ in range(REPEATS):
        thing = made(*how)
        start = time.process_time()
        work(thing)
        spent.append(time.process_time() - start)
    return min(spent)


def stocked(count):
    """So many rows, of which ten are asked for."""
    return {f"row {number}": PURCHASES for number in range(count)}


def store(level, count):
    """The same rows in a store at this level."""
    return Database(level, stocked(count))


def row(count):
    """Seconds with so many rows: on a dictionary, and on the store at each level."""
    levels = (least(lambda database: run(bought(database)), store, level, count) for level in LEVELS)
    return [least(plainly, stocked, count), *levels]


def main():
    """Print the table; 1 if the purchases of the figure take longer than the bar, else 0."""
    print(f"\n{PURCHASES} purchases" + "".join(f"{name:>18}" for name in ("a dictionary", *LEVELS)))
    found = {count: row(count) for count in ROWS}
    for count, took in found.items():
        print(f"{count:8,} rows" + "".join(f"{1000 * one:15.2f} ms" for one in took))
    return int(max(found[ROWS[0]]) > BAR)


if __name__ == "__main__":
    sys.exit(main())
