"""The four steps of a write, made, heard of, on the disk, on the replica, up to one of four deaths: a record."""

from math import inf, nextafter
from typing import NamedTuple

from systemdesign.distributed_cache.deaths import (
    CUT,
    DEATHS,
    EVERYSEC,
    KERNEL,
    LINE,
    MACHINE,
    NO,
    POWER,
    PROCESS,
    SECOND,
    SYNCED,
    WAITS,
)
from systemdesign.kernel.streams import stream

SHOWN, EARLIEST, DRAWN = 20.0, 2.5, 0.12
"""So many writes a second are shown at most; death comes then, or within a second; a way takes so long to be seen."""
END = EARLIEST + SECOND + 1.0
AT = {PROCESS: "system", POWER: "disk", MACHINE: "replica", LINE: "replica"}
"""Where the writes are looked for after each death."""
assert list(AT) == DEATHS


class Steps(NamedTuple):
    """When a write was made, and when it was on the disk and on the replica and its OK was heard; inf for never."""

    number: int
    made: float
    disk: float
    replica: float
    heard: float

    def found(self, death):
        """When it was where it is looked for after this death."""
        return {"system": self.made, "disk": self.disk, "replica": self.replica}[AT[death]]


class Story(NamedTuple):
    """Writes, and the time of the death that ends them."""

    writes: list
    death: float

    def counts(self, kind, time=inf):
        """(number of OKs heard, number of these found after that kind of death), had it come at that time."""
        time = min(time, self.death)
        heard = [write for write in self.writes if write.heard <= time]
        return len(heard), sum(write.found(kind) <= time for write in heard)


def story(death, policy, rate, lag, sync, seed=0):
    """Writes at equal gaps until something dies, which it does at any moment of a second; see `deaths.window`."""
    random = stream("story", seed).random
    ends, phase = EARLIEST + SECOND * random(), random()
    cut = ends - CUT if death == LINE else inf
    every = {NO: KERNEL, EVERYSEC: SECOND}.get(policy)
    writes = [_steps(k, (k + random()) / rate, policy, lag, sync, every and (every, every * phase), cut)
              for k in range(int(ends * rate))]
    return Story([write for write in writes if write.made <= ends], ends)


def _steps(number, made, policy, lag, sync, beat, cut):
    disk, leaves = made + sync, made
    if beat:
        every, phase = beat
        begins = phase + every * -((phase - made) // every)  # the first sync that begins after it
        disk = begins + (sync if policy == EVERYSEC else 0.0)
    if policy in SYNCED:
        leaves = disk
    replica = leaves + lag if leaves + lag <= cut else inf
    heard = replica + lag if policy in WAITS else leaves
    return Steps(number, made, disk, replica, heard if heard <= cut or policy not in WAITS else inf)


def ways(found, kind):
    """(write, role, from, to, begin, end, how it ended) of each dot of the film; times are stretched to be seen."""
    for write in found.writes:
        legs = [("write", "client", "system", write.made, write.made),
                ("copy", "system", "replica", write.made, write.replica),
                ("OK", "system", "client", write.heard, write.heard),
                ("sync", "system", "disk", write.made, write.disk)]  # last: where there is none, tones stay the same
        for role, origin, target, begin, end in legs:
            begin = max(begin, end - DRAWN if end < inf else begin)
            last = min(max(end, begin + DRAWN), found.death)
            if begin < found.death and (end < inf or role == "copy"):
                yield write.number, role, origin, target, begin, last, None if end <= found.death else "Lost"


def notes(found, kind, scale):
    """(time, place, words): how many writes each place has; each shown stands for `scale` of them."""
    reached = {"client": "heard", "system": "made", "disk": "disk", "replica": "replica"}
    words = {"client": "OK for {:,.0f}"}
    for place, step in reached.items():
        times = sorted(getattr(write, step) for write in found.writes)
        for many, time in enumerate(times, 1):
            if time <= found.death:
                yield time, place, words.get(place, "has {:,.0f}").format(many * scale)
    heard, kept = found.counts(kind)
    yield nextafter(found.death, inf), AT[kind], f"{kept * scale:,.0f} of {heard * scale:,.0f}"
