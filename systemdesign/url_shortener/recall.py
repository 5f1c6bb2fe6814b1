"""Visitors who come back to a link, which is withdrawn meanwhile: where they are sent, and who is counted."""

from itertools import accumulate
from math import inf, log

from systemdesign.kernel.streams import stream

VISITORS, WITHDRAWN, UNTIL = 500, 60.0, 240.0  # times in minutes
PERMANENT, FOUND, AGED = REDIRECTS = ["301", "302", "302, max-age=90"]
KEPT = {PERMANENT: inf, FOUND: 0.0, AGED: 1.5}
"""For how many minutes a browser keeps each redirect."""


def visits(clicks, every, seed=0):
    """The times of each visitor's clicks: the first before the link is withdrawn, the others `every` so often."""
    first, again = stream("first clicks", seed).random, stream("clicks", seed).random
    for _ in range(VISITORS):
        gaps = [-every * log(1 - again()) for _ in range(clicks - 1)]
        yield list(accumulate(gaps, initial=WITHDRAWN * first()))


def followed(times, kept):
    """What a browser does at each of its clicks: (time, whether it asks us, whether it goes to the old address).

    Its first click comes before the link is withdrawn; an answer is kept for so many minutes.
    """
    ends, old = -1.0, True
    for time in times:
        if asks := time >= ends:
            ends, old = time + kept, time < WITHDRAWN
        yield time, asks, old


def told(clicks, every, redirect, seed=0):
    """(the times after the withdrawal at which somebody is sent to the old address, share of all clicks we count)."""
    found = [click for times in visits(clicks, every, seed) for click in followed(times, KEPT[redirect])]
    astray = sorted(time for time, _, old in found if old and time >= WITHDRAWN)
    return astray, sum(asks for _, asks, _ in found) / len(found)
