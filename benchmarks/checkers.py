"""Is a history linearizable? The search and the zones, on right and wrong histories of the sizes of chapter 06."""

import sys
import time
from math import inf
from random import Random

from systemdesign.cap.history import Operation
from systemdesign.cap.linearizable import linearizable
from systemdesign.cap.zones import zones

SIZES = (
    (3, 90, 1), (5, 200, 1), (5, 1000, 1), (10, 200, 1), (10, 1000, 1), (10, 1000, 5), (20, 2000, 10), (50, 5000, 50),
)
"""Clients, operations and keys."""
REPEATS = 5
GRADED = (5, 200, 1)  # the size at which figures and graders of chapter 06 ask
BARS = {"right": 0.004, "wrong": 0.015, "zones": 0.002}  # s of processor time there, on the reference machine
LATE = 0.05  # the share of writes that nobody hears of, in the last row


def history(clients, count, keys, late=0.0, spoilt=False, seed=1):
    """What one machine did for so many clients at once; spoilt: one read in the middle has the value before last."""
    random, free, moments = Random(seed), [0.0] * clients, []
    for number in range(count):
        client = number % clients
        called = free[client] + random.expovariate(1)
        moment = called + random.expovariate(1)
        free[client] = moment + random.expovariate(1)
        kind = "write" if random.random() < 0.5 else "read"
        unheard = kind == "write" and random.random() < late
        moments.append((moment, number, client, random.randrange(keys), kind, called, inf if unheard else free[client]))
    return operations(sorted(moments), count // 2 if spoilt else inf)


def operations(moments, middle):
    """In order of their moments; after the middle, the first read of a value that two later ones replaced is old."""
    written, done = {}, []
    for place, (_, number, client, key, kind, called, returned) in enumerate(moments):
        values = written.setdefault(key, [None])
        value = values[-1]
        if kind == "write":
            values.append(value := number)
        elif place > middle and len(values) > 9:
            value, middle = values[-9], inf
        done.append(Operation(client, key, kind, value, called, returned))
    return done


def least(check, part):
    """The least seconds of processor time of one check, and its verdict."""
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        found = check(part)
        spent.append(time.process_time() - start)
    return min(spent), found


def row(size, late=0.0):
    """Seconds: the search on a right history, on a wrong one, zones on the wrong one; and whether the search knew."""
    right, wrong = history(*size, late), history(*size, late, spoilt=True)
    (fine, yes), (bad, no), (quick, conflict) = (
        least(linearizable, right), least(linearizable, wrong), least(zones, wrong)
    )
    assert yes.linearizable is not False and no.linearizable is not True and conflict and not zones(right)
    return {"right": fine, "wrong": bad, "zones": quick, "undecided": no.linearizable is None}


def main():
    """Print the table; 1 if a check of the size that is graded takes longer than its bar, else 0."""
    print("\nclients × operations / keys      search, right    search, wrong     zones, wrong")
    rows = {(size, late): row(size, late) for size, late in [*((size, 0.0) for size in SIZES), (GRADED, LATE)]}
    for ((clients, count, keys), late), found in rows.items():
        name = f"{clients} × {count:,} / {keys}" + (f", {late:.0%} of writes unheard" if late else "")
        cells = "".join(f"{1000 * found[kind]:14.2f} ms" for kind in BARS)
        print(f"{name:30}{cells}{'   undecided' if found['undecided'] else ''}")
    return int(any(rows[GRADED, 0.0][kind] > bar for kind, bar in BARS.items()))


if __name__ == "__main__":
    sys.exit(main())
