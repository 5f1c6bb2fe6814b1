"""Several gateways in front of one service, and where the bucket is: with each of them, or in a store that they ask."""

from collections import deque
from typing import NamedTuple

from systemdesign.api_gateway.bucket import Bucket
from systemdesign.kernel.streams import stream

RATE, BURST = 20.0, 20
"""The limit: 20 requests a second, 20 at once."""
OWN, READ, STEP = WAYS = ["each its own", "read, then write", "in one step"]


class Ask(NamedTuple):
    """A request: when it came, to which gateway, and whether it was admitted."""

    time: float
    gateway: int
    admitted: bool


def asked(gateways, way, keeping, rate, seconds, seed=0):
    """What becomes of each request of a Poisson client, who has any gateway answer; the bucket is full at first.

    `way` is the seconds to the store, and as many back; `keeping` is one of the WAYS. A gateway that reads, then
    writes, admits what it has read a token for, and has the store keep what is left of that.
    """
    arrivals, choice, time = stream("arrivals", seed), stream("gateways", seed), 0.0
    admit = {OWN: each_its_own, READ: read_then_write, STEP: in_one_step}[keeping](way)
    while (time := time + arrivals.expovariate(rate)) < seconds:
        gateway = int(choice.random() * gateways)
        yield Ask(time, gateway, admit(time, gateway))


def each_its_own(way):
    """A bucket in each gateway, with the whole limit."""
    bucket = Bucket(RATE, BURST)
    return lambda time, gateway: not bucket.take(gateway, time)


def in_one_step(way):
    """One bucket in the store, which decides when it is asked."""
    bucket = Bucket(RATE, BURST)  # every question is late by one way, which changes nothing
    return lambda time, gateway: not bucket.take("one", time)


def read_then_write(way):
    """One bucket in the store, which tells when it is full, and is told."""
    bucket, kept, written = Bucket(RATE, BURST), -BURST / RATE, deque()

    def admit(time, gateway):
        nonlocal kept
        read = time + way
        while written and written[0][0] <= read:
            kept = written.popleft()[1]
        bucket.full_at["one"] = kept
        if bucket.take("one", read):
            return False
        written.append((read + 2 * way, bucket.full_at["one"]))
        return True

    return admit


def admitted(gateways, way, keeping, rate, seconds, warm, seed=0):
    """Requests admitted a second, after the first `warm` of so many seconds."""
    found = asked(gateways, way, keeping, rate, seconds, seed)
    return sum(ask.admitted for ask in found if ask.time >= warm) / (seconds - warm)


def messages(ask, way, keeping):
    """(what, whether it goes to the store, begin, end) of each message that a gateway and the store exchange for it."""
    said = [("asks", True), ("is told", False)] if keeping != OWN else []
    if keeping == READ and ask.admitted:
        said.append(("writes", True))
    return [(what, to, ask.time + k * way, ask.time + (k + 1) * way) for k, (what, to) in enumerate(said)]
