"""Clients who wait for their answers before they ask again: the closed loop, without an event loop."""

from heapq import heapify, heapreplace
from itertools import islice

from systemdesign.sim.trace import Trace


def answered(clients, thinks, works, *, count, warm_up=0):
    """The trace of `count` requests that so many clients make of one server, without the first `warm_up`.

    `thinks` and `works` yield, in seconds, each pause before a client asks and each service time. Who asked first is
    served first, so the heap of the moments at which the clients ask (or will) is all that has to be known.
    """
    thinks = iter(thinks)
    asks, free = [*islice(thinks, clients)], 0.0
    heapify(asks)
    arrived, latency = [], []
    for work, think in islice(zip(works, thinks), count):
        asked = asks[0]
        free = max(asked, free) + work
        heapreplace(asks, free + think)
        arrived.append(asked)
        latency.append(free - asked)
    shown = arrived[warm_up:]
    return Trace.of(shown, latency[warm_up:], ["server"] * len(shown), start=shown[0])
