"""Edges before an origin, as the sliders of chapter 16 run them and as its real components do: the share missed."""

import asyncio
import sys

from benchmarks.shortcuts import least
from systemdesign import now, run, stream
from systemdesign.sim import Zipf, poisson
from systemdesign.sim.request import WebReply
from systemdesign.url_shortener import tiers
from systemdesign.url_shortener.edge import Edge
from systemdesign.url_shortener.theory import origin_share

EDGES, TTL, RATE = 10, 60, 200
BAR = 10.0  # times as fast as the components, for a slider to move the figure at once
STATED = 0.01  # s of processor time on the reference machine


def skipped():
    """The share of reads that comes through, code by code and from miss to miss."""
    tiers.passed.cache_clear()
    return tiers.passed(EDGES, TTL, RATE, shield=False)


def read_by_read():
    """The same of real edges in virtual time, once they are full, for as many reads."""
    return run(reads(2 * TTL, max(TTL, tiers.READS / RATE)))


async def reads(warm, watched):
    """Let readers come: the share that reaches the origin after `warm` seconds."""
    asked, came, at = 0, 0, stream("edges").random

    async def origin(code):
        nonlocal asked
        asked += now() >= warm
        return WebReply(302)

    caches, draw = [Edge(origin, TTL) for _ in range(EDGES)], Zipf(tiers.CODES)
    for gap in poisson(RATE):
        await asyncio.sleep(gap)
        if now() >= warm + watched:
            return asked / came
        came += now() >= warm
        await caches[int(at() * EDGES)](draw(stream("codes")))


def main():
    """Print the table; 1 if skipping is not as fast as it must be, else 0."""
    (fast, share), (slow, other) = least(skipped), least(read_by_read)
    exact = origin_share(tiers.popularity(), RATE, TTL, EDGES)
    assert max(abs(share - exact), abs(other - exact)) < 0.1 * exact, f"{share}, {other}, and exactly {exact}"
    print(f"\nTen edges, {RATE} reads a second for {max(TTL, tiers.READS / RATE):g} s\n")
    print(f"from miss to miss {1000 * fast:8.2f} ms   read by read {1000 * slow:8.1f} ms   "
          f"{slow / fast:6.1f} times as fast")
    return int(fast > STATED or slow / fast < BAR)


if __name__ == "__main__":
    sys.exit(main())
