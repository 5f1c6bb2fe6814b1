"""A primary that dies in full flow, and what its followers have then: without the event loop."""

from math import log
from statistics import fmean
from typing import NamedTuple

from systemdesign.kernel.streams import stream

LONG = 12
"""Mean delays after which an entry has come, but for six in a million."""


class Crash(NamedTuple):
    """How many writes each replica lacks, the most advanced first, and after what time it had the last but so many."""

    lacks: list
    waits: list


def crash(rate, base, delay, replicas, random):
    """One crash at time 0, after Poisson writes; each replica applies the log in order."""
    ages, age = [], 0.0
    while (age := age - log(1 - random()) / rate) < base + LONG * delay:
        ages.append(age)
    waits = [0.0] * replicas
    lacks = [0] * replicas
    for replica in range(replicas):
        came = base - delay * log(1 - random())  # of a write made at the moment of the crash, seen from its own time
        for place, age in enumerate(ages, 1):
            takes = base - delay * log(1 - random()) - age
            if takes > 0:
                lacks[replica] = place
            came = max(came, takes)
        waits[replica] = came
    return Crash(sorted(lacks), sorted(waits))


def crashes(rate, base, delay, replicas, count, seed=None):
    """So many crashes."""
    random = stream("crashes", seed).random
    return [crash(rate, base, delay, replicas, random) for _ in range(count)]


def beyond(lacks, sync):
    """How many acknowledged writes each replica lacks, if `sync` of them acknowledge; those first that lack least."""
    known = lacks[sync - 1] if sync else 0
    return [max(0, missing - known) for missing in lacks]


def summary(found, sync):
    """Means over crashes: (the wait for the acknowledgements, lost with the most advanced, lost with any, and the share
    of crashes and choices that lose something)."""
    lost = [beyond(one.lacks, sync) for one in found]
    wait = fmean(one.waits[sync - 1] for one in found) if sync else 0.0
    return wait, fmean(few[0] for few in lost), fmean(map(fmean, lost)), fmean(n > 0 for few in lost for n in few)
