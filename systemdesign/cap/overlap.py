"""Writes that wait for some replicas, and reads that ask some, at once afterwards: without the event loop."""

from functools import lru_cache
from math import log
from typing import NamedTuple

from systemdesign.kernel.streams import stream

MESSAGE = 0.01
"""Seconds that a message takes on average, one way."""


class Overlap(NamedTuple):
    """Shares and means over many writes, each with a read after it. Place R of a list is for a read of R replicas.

    `missed` is the share of reads that met no replica of those that had acknowledged the write; `write` and `read` are
    the mean seconds until enough replicas have answered.
    """

    missed: list
    write: float
    read: list


@lru_cache(maxsize=64)  # one run answers for every number of replicas that a read may ask
def overlap(replicas, written, samples, seed=None):
    """An `Overlap` where nothing moves a write on to those replicas whose acknowledgement it did not wait for."""
    random, later, write, read = stream("overlap", seed).random, [0] * (replicas + 1), 0.0, [0.0] * (replicas + 1)
    for _ in range(samples):
        acknowledged, answers = _trips(replicas, random)[:written], _trips(replicas, random)
        have = {replica for _, replica in acknowledged}
        write += acknowledged[-1][0]
        later[next(place for place, (_, replica) in enumerate(answers) if replica in have)] += 1
        for place, (time, _) in enumerate(answers, 1):
            read[place] += time
    missed = [sum(later[asked:]) / samples for asked in range(replicas + 1)]
    return Overlap(missed, write / samples, [time / samples for time in read])


def _trips(replicas, random):
    """(seconds of a message there and one back, replica), the quickest first."""
    return sorted((-MESSAGE * log((1 - random()) * (1 - random())), replica) for replica in range(replicas))
