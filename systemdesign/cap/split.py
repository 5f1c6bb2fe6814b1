"""A partition that lasts a while, and the requests on both of its sides: without the event loop."""

from collections import Counter
from math import log
from typing import NamedTuple

from systemdesign.cap.theory import thrown
from systemdesign.kernel.streams import stream

BEGINS, END = 30.0, 120.0
"""The partition begins after half a minute; the run lasts two minutes."""
RATE, KEYS = 0.06, 200
"""Writes a second of each key at each node, and how many keys there are."""
CUT, REST = "cut off", "the rest"
"""The two sides."""


class Write(NamedTuple):
    """One write of a client on one `side` of the partition, and its `outcome`: "kept", "refused", or "thrown away".

    What is thrown away had been acknowledged. `wait` is how long its client waited for the answer, in seconds.
    """

    time: float
    key: int
    side: str
    outcome: str
    wait: float


def writes(nodes, cut, seed=None):
    """(time, key, side) of all writes, in order; so many nodes as `cut` says are cut off."""
    random, time, rate = stream("writes", seed).random, 0.0, RATE * nodes * KEYS
    while (time := time - log(1 - random()) / rate) < END:
        yield time, int(random() * KEYS), CUT if random() * nodes < cut else REST


def refusing(nodes, cut, seconds, patience, seed=None):
    """What becomes of each write where a side without a majority of the nodes refuses, after so long a patience."""
    size, heals = {CUT: cut, REST: nodes - cut}, BEGINS + seconds
    for time, key, side in writes(nodes, cut, seed):
        wait = heals - time if BEGINS <= time < heals and 2 * size[side] <= nodes else 0.0
        yield Write(time, key, side, "refused" if wait > patience else "kept", min(wait, patience))


def answering(nodes, cut, seconds, seed=None):
    """The same where any node takes any write, and the last writer wins: at the merge a key's writes of the side whose
    last one is older are thrown away."""
    asked, heals, last = [*writes(nodes, cut, seed)], BEGINS + seconds, {}
    for time, key, side in asked:
        if BEGINS <= time < heals:
            last[key] = side
    for time, key, side in asked:
        lost = BEGINS <= time < heals and last[key] != side
        yield Write(time, key, side, "thrown away" if lost else "kept", 0.0)


def kept(found, side, width=5):
    """(the middle of each stretch of `width` seconds, the share of a side's writes there that are kept)."""
    asked, good = Counter(), Counter()
    for write in found:
        if write.side == side:
            asked[write.time // width] += 1
            good[write.time // width] += write.outcome == "kept"
    stretches = range(int(END) // width)
    return [(k + 0.5) * width for k in stretches], [good[k] / max(1, asked[k]) for k in stretches]


def expected(mine, nodes, seconds, refuses, patience):
    """(times, the share of writes then, on a side of so many nodes as `mine`, that are answered and kept)."""
    def share(time):
        left = BEGINS + seconds - time
        if not 0 < left <= seconds:
            return 1.0
        if refuses:
            return float(2 * mine > nodes or left <= patience)
        return 1 - thrown(RATE * (nodes - mine), RATE * nodes, left)
    times = [k / 2 for k in range(2 * int(END) + 1)]
    return times, [share(time) for time in times]
