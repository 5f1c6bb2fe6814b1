"""A partition that lasts a while, and the requests on both of its sides: without the event loop."""

from math import log
from typing import NamedTuple

from systemdesign.kernel.streams import stream

NODES, BEGINS, END = 5, 30.0, 120.0
"""The partition begins after half a minute; the run lasts two minutes."""
RATE, KEYS = 0.06, 200
"""Writes a second of each key at each node, and how many keys there are."""


class Write(NamedTuple):
    """One write of a client, at one `side` of the partition ("small" or "large"), and the `outcome`: "kept", "refused",
    or "thrown away" although it was acknowledged. `wait` is how long its client waited for the answer, in seconds."""

    time: float
    key: int
    side: str
    outcome: str
    wait: float


def writes(nodes, cut, seed=None):
    """(time, key, node) of all writes, in order; the first `cut` nodes are the side that is cut off."""
    random, time, rate = stream("writes", seed).random, 0.0, RATE * nodes * KEYS
    while (time := time - log(1 - random()) / rate) < END:
        yield time, int(random() * KEYS), "small" if random() * nodes < cut else "large"


def refusing(nodes, cut, seconds, patience, seed=None):
    """What becomes of each write where a side without a majority of the nodes refuses, after so long a patience."""
    size, heals = {"small": cut, "large": nodes - cut}, BEGINS + seconds
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
