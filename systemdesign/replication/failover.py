"""A primary that is cut off and doesn't know it, and the one that takes its place: without the event loop."""

from math import log
from typing import NamedTuple

from systemdesign.kernel.streams import stream

CUT, MENDED, END = 10.0, 53.0, 60.0
"""The cut lasts 43 seconds; the run lasts a minute."""
LAG = 0.1
"""Seconds that the followers are behind before the cut."""
NOBODY, STOPPED, WAITS = "nobody tells it", "stopped at the promotion", "it needs a follower"
"""What keeps the old primary from going on."""
OLD, NEW, NONE = "old", "new", "nobody"


class Write(NamedTuple):
    """One write: when, who acknowledged it, and whether it is there when the network is whole again."""

    time: float
    by: str
    kept: bool


def writes(rate, detection, share, fence, seed=None):
    """What becomes of each write when followers promote one of them so long after the cut.

    Everybody writes to the old primary before that, and so does `share` of them from then to the end of the cut. What
    it acknowledged and had not passed on is thrown away at the end, when it follows the new one. An old primary that
    needs a follower acknowledges when the copy is there, and nothing after the cut.
    """
    random, time, promoted = stream("failover", seed).random, 0.0, CUT + detection
    while (time := time - log(1 - random()) / rate) < END:
        stays = random() < share and time < MENDED
        if time >= promoted and not stays:
            yield Write(time, NEW, True)
            continue
        copied = time + LAG < CUT
        stopped = (fence == WAITS and not copied) or (fence == STOPPED and time >= promoted)
        yield Write(time, NONE if stopped else OLD, copied)


def lost(rate, detection, share, fence):
    """Acknowledged writes that are thrown away, on average: (before there was a new primary, since)."""
    if fence == WAITS:
        return 0.0, 0.0
    return rate * (LAG + detection), 0.0 if fence == STOPPED else rate * share * (MENDED - CUT - detection)
