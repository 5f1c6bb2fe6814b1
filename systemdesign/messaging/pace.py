"""How fast a real broker gives receipts: one after the other or many at once, and by how often it syncs."""

import asyncio
from dataclasses import dataclass
from functools import partial
from time import monotonic

from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.nats.server import Nats
from systemdesign.messaging.jetstream import with_stream
from systemdesign.messaging.pair import SUBJECT, publish


@dataclass(frozen=True, kw_only=True)
class PacePlan(Plan):
    """So many `messages`, each after the receipt of the one before, and then as many at once; the best of `rounds`.

    The best, because other programs on this machine take time away, and none gives any.
    """

    messages: int = 150
    rounds: int = 4
    syncs: tuple = ("2m", "always")


@dataclass(frozen=True)
class Pace(Result):
    """What came of a PacePlan: receipts per second, `one` at a time and `together`, for each of the `syncs`."""

    one: list
    together: list


@measurement("nats", PacePlan, Pace)
def pace(plan):
    """How fast a broker accepts messages (see PacePlan): a `Pace`."""
    best = [fastest(sync, plan) for sync in plan.syncs]
    return dict(zip(("one", "together"), map(list, zip(*best))))


def fastest(sync, plan):
    """Receipts per second of a broker with this `sync_interval`, one at a time and all at once."""
    with Nats(sync_interval=sync) as server:
        times = [with_stream(server, partial(both, plan.messages)) for _ in range(plan.rounds)]
    return [plan.messages / min(each) for each in zip(*times)]


async def both(messages, stream):
    """Seconds for so many messages, one at a time and all at once."""
    start = monotonic()
    await publish(stream, messages)
    between = monotonic()
    await asyncio.gather(*(stream.publish(SUBJECT, body) for body in range(messages)))
    return between - start, monotonic() - between
