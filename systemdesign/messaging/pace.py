"""How fast a real broker gives receipts: one after the other or many at once, and by how often it syncs."""

import asyncio
from contextlib import ExitStack
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

    messages: int = 60
    rounds: int = 6
    syncs: tuple = ("2m", "always")


@dataclass(frozen=True)
class Pace(Result):
    """What came of a PacePlan: receipts per second, `one` at a time and `together`, for each of the `syncs`."""

    one: list
    together: list


@measurement("nats", PacePlan, Pace)
def pace(plan):
    """How fast a broker accepts messages (see PacePlan): a `Pace`."""
    with ExitStack() as stack:
        servers = [stack.enter_context(Nats(sync_interval=sync)) for sync in plan.syncs]
        times = [[] for _ in servers]
        for _ in range(plan.rounds):  # by turns, so that what slows this machine down slows all of them down
            for server, found in zip(servers, times):
                found.append(with_stream(server, partial(both, plan.messages)))
    best = [[plan.messages / min(way) for way in zip(*found)] for found in times]
    return dict(zip(("one", "together"), map(list, zip(*best))))


async def both(messages, stream):
    """Seconds for so many messages, one at a time and all at once."""
    start = monotonic()
    await publish(stream, messages)
    between = monotonic()
    await asyncio.gather(*(stream.publish(SUBJECT, body) for body in range(messages)))
    return between - start, monotonic() - between
