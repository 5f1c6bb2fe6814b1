"""The small Redis of chapter 18 beside Valkey, asked by redis-benchmark: how long its 50 clients wait for a packet."""

import sys

from systemdesign.distributed_cache.measurement import batches
from systemdesign.engines import available

REQUESTS, ROUNDS = (20_000, 60_000, 120_000), 5
BARS = {"set": (4.0, 8.0, 9.0), "get": (4.0, 8.0, 9.0)}
"""Times Valkey's p50 that ours may be, for packets of 1, 16 and 64 requests."""
BEFORE = {"set": (2.1, 4.0, 4.5), "get": (1.8, 4.0, 4.5)}
"""What a prototype of two hundred lines, with ten commands and no types to speak of, took of the same."""


def main():
    """Print the table; 1 if ours is slower than it may be, else 0. Nothing is measured where an engine is missing."""
    missing = [available(name).reason for name in ("valkey", "redis-benchmark") if not available(name)]
    if missing:
        print("\nThe small Redis beside Valkey is not measured:", *missing)
        return 0
    found = batches(requests=REQUESTS, rounds=ROUNDS)
    print(f"\n{found.source}\n\n{found}\n")
    missed = False
    for test, bars in BARS.items():
        ratios = found.ratio(test)
        told = "".join(f"{f'{ratio:.1f} ({before:.1f})':>12}" for ratio, before in zip(ratios, BEFORE[test]))
        print(f"{test.upper():5} times    {told}    (the prototype's)")
        missed |= any(ratio > bar for ratio, bar in zip(ratios, bars))
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
