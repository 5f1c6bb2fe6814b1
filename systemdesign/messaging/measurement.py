"""A real broker, NATS JetStream: what it forgets, what it gives up, what it does twice, and what kill -9 leaves."""

import asyncio
from dataclasses import dataclass
from functools import partial
from time import monotonic

from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.nats.server import Nats
from systemdesign.kernel import run
from systemdesign.messaging.broker import Broker
from systemdesign.messaging.jetstream import with_stream
from systemdesign.messaging.pair import SUBJECT, by_two, publish


@dataclass(frozen=True, kw_only=True)
class WindowPlan(Plan):
    """One id published three times: at once, at once again, and after `wait` seconds, the window being `window` s."""

    window: float = 0.3
    wait: float = 0.6


@dataclass(frozen=True)
class Window(Result):
    """What came of a WindowPlan: the messages' `numbers` in the stream, and which the broker called a duplicate.

    `defaults` are the broker's own where nobody says otherwise, in seconds where they are times: `window`, `ack_wait`,
    `held`, `max_deliver` (-1 is for ever) and `sync`, how often it syncs what it has acknowledged.
    """

    numbers: list
    duplicates: list
    defaults: dict


@measurement("nats", WindowPlan, Window)
def window(plan):
    """How long an id is remembered (see WindowPlan), and the broker's defaults: a `Window`."""
    with Nats() as server:
        receipts = with_stream(server, partial(thrice, plan.wait), window=plan.window)
    with Nats() as server:
        defaults = with_stream(server, told, window=0)  # seconds, for a stream that asks for none
        defaults["sync"] = server.settings()["sync_interval"] / 1e9
    return {"numbers": [receipt.number for receipt in receipts],
            "duplicates": [receipt.duplicate for receipt in receipts], "defaults": defaults}


async def thrice(wait, stream):
    """The receipts of one id that is published now, now, and after a wait."""
    receipts = [await stream.publish(SUBJECT, "a lamp", id="order-1") for _ in range(2)]
    await asyncio.sleep(wait)
    return [*receipts, await stream.publish(SUBJECT, "a lamp", id="order-1")]


async def told(stream):
    """What the broker says of a stream and a group for which nothing was chosen."""
    group = stream.group(SUBJECT, "default", ack_wait=None, held=None)
    kept, used = (await stream.settings()).config, (await group.settings()).config
    return {"window": kept.duplicate_window, "ack_wait": used.ack_wait, "held": used.max_ack_pending,
            "max_deliver": used.max_deliver}


@dataclass(frozen=True, kw_only=True)
class SilencePlan(Plan):
    """A message that nobody acknowledges: an ack is waited for `ack_wait` seconds, and it is delivered `most` times."""

    ack_wait: float = 0.5
    most: int = 3


@dataclass(frozen=True)
class Silence(Result):
    """What came of a SilencePlan: `at` has the deliveries, in seconds from the first; then there came none.

    After that the group has so many `listed` messages, pending or waiting, the stream still has its `kept`, and `dead`
    is what a client heard that listened. Of another message the first delivery was acknowledged after the second had
    been handed out: then so many are `owed`, pending or waiting.
    """

    at: list
    listed: int
    kept: str
    dead: list
    owed: int


@measurement("nats", SilencePlan, Silence)
def silence(plan):
    """A message without an ack, and one whose ack is late (see SilencePlan): `Silence`."""
    async def both(stream):
        return await asyncio.gather(never(plan, stream), late(plan, stream))

    with Nats() as server:
        found, owed = with_stream(server, both)
    return {**found, "owed": owed}


async def never(plan, stream):
    """Fetch a message until none comes, and acknowledge nothing."""
    number = (await stream.publish(SUBJECT, "a lamp")).number
    group, times = stream.group(SUBJECT, "never", ack_wait=plan.ack_wait, max_deliver=plan.most), []
    while await group.fetch(wait=1.5 * plan.ack_wait):
        times.append(monotonic())
    return {"at": [time - times[0] for time in times], "listed": await open_in(group),
            "kept": await stream.message(number), "dead": [list(dead) for dead in group.dead]}


async def late(plan, stream):
    """Acknowledge a first delivery after the second: how many messages are open then."""
    group = stream.group("order.late", "late", ack_wait=plan.ack_wait)
    await stream.publish("order.late", "a lamp")
    (first,), (_,) = [await group.fetch(wait=4 * plan.ack_wait) for _ in range(2)]
    await first.ack()
    return await open_in(group)


async def open_in(group):
    """How many messages a group has pending or waiting."""
    told = await group.settings()
    return told.num_ack_pending + told.num_pending


@dataclass(frozen=True, kw_only=True)
class HoldPlan(Plan):
    """A burst for two workers, once for each number in `held` (see `pair.by_two`)."""

    held: tuple = (20, 80, 100)
    messages: int = 100
    each: float = 0.02
    ack_wait: float = 1.21
    later: float = 0.1


@dataclass(frozen=True)
class Held(Result):
    """What came of a HoldPlan: how often each burst was worked, `works` on the engine and `model` on the `Broker`."""

    works: list
    model: list


@measurement("nats", HoldPlan, Held)
def hold(plan):
    """Bursts of which the workers hold more and more (see HoldPlan), side by side, and on the model: `Held`."""
    with Nats() as server:
        works = with_stream(server, partial(bursts, plan))
    return {"works": works, "model": run(bursts(plan, Broker()))}


async def bursts(plan, broker):
    """Each group of workers gets all the messages; they only sleep over them, so none is in another's way."""
    await publish(broker, plan.messages)
    return await asyncio.gather(*(by_two(broker, held, plan) for held in plan.held))
