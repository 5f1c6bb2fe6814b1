"""Clients that send packets of requests to one server and wait for the answers: a closed loop, packet by packet."""

from statistics import fmean
from typing import NamedTuple

from systemdesign.kernel.streams import stream
from systemdesign.theory.closed import closed_loop

PACKETS = 2000


class Cost(NamedTuple):
    """What a server does, in seconds: for each packet, and for each request in it."""

    packet: float
    request: float

    def work(self, size):
        """Seconds for a packet of so many requests."""
        return self.packet + size * self.request


VALKEY, OURS = Cost(8.7e-6, 0.45e-6), Cost(14e-6, 3e-6)
"""Fitted to such measurements as the chapter ends with, on a busy machine; the load generator's share is in them."""


class Flow(NamedTuple):
    """Requests a second, as simulated and exactly, and the mean time of a packet in seconds."""

    rate: float
    exact: float
    time: float


def flow(size, clients, wire, cost, seed=0):
    """What comes of clients that send packets of so many requests to a server of this cost."""
    rate, time = loop(clients, wire, cost.work(size), seed)
    return Flow(size * rate, size * closed_loop(clients, wire, cost.work(size))[0], time)


def drawn(rates):
    """Rates to three digits: of more, a chart shows nothing."""
    return [float(f"{rate:.3g}") for rate in rates]


def loop(clients, wire, work, seed=0):
    """(packets a second, mean time of a packet) of clients who send the next when they have the last one's answer.

    A packet is on the `wire` for so long, there and back together, and keeps the server busy for a time that is
    exponential with the mean `work`. First come, first served; the wire is the same for all, so they keep their order.
    """
    random, free, sent, times = stream("packets", seed).expovariate, 0.0, [0.0] * clients, []
    for number in range(PACKETS + PACKETS // 2):
        begin = sent[number % clients]
        free = max(free, begin + wire) + random(1 / work)
        sent[number % clients] = free
        if number >= PACKETS // 2:
            times.append(free - begin)
        else:
            since = free
    return len(times) / (free - since), fmean(times)
