"""Keys that are written once, live for a while, and are never read: how many of those in memory are dead."""

import time
from collections import deque
from statistics import fmean

from systemdesign.engines.valkey.server import connect

BEAT = 0.02  # s, between two packets of keys


def shares(client, rate, life, seconds, settled):
    """The share of DBSIZE that is dead, a look after another, from `settled` seconds on until `seconds` are over.

    `rate` keys a second are written that live for `life` seconds, in packets. Which are alive is known here: those that
    were written within the last `life` seconds, counted from before they were sent and from after they were answered,
    whichever makes fewer dead.
    """
    begun, written, born, found = time.monotonic(), 0, deque(), []
    while (now := time.monotonic() - begun) < seconds:
        due = int(rate * now) - written
        pipeline = client.pipeline(transaction=False)
        for number in range(written, written + due):
            pipeline.set(f"key{number}", b"x", px=round(life * 1000))
        pipeline.dbsize()
        *_, size = pipeline.execute()
        written += due
        born.append((time.monotonic() - begun, due))
        while born and born[0][0] < now - life:
            born.popleft()
        if now > settled:
            found.append(max(0.0, 1 - sum(count for _, count in born) / size))
        time.sleep(BEAT)
    return found


def mean_share(port, rate, life, seconds, settled):
    """The mean of `shares`, of the server at this port."""
    with connect(port) as client:
        return fmean(shares(client, rate, life, seconds, settled))
