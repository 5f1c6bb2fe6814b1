"""A real broker killed with -9 while it is published to and acknowledged: what it had said, and what it still knows."""

import asyncio
from dataclasses import dataclass
from functools import partial
from time import monotonic

from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.nats.server import Nats
from systemdesign.messaging.jetstream import with_stream
from systemdesign.messaging.pair import SUBJECT

ACK_WAIT = 0.25  # s
HANDFUL, BATCH = 10, 500


@dataclass(frozen=True, kw_only=True)
class KillPlan(Plan):
    """A broker dies by kill -9 as soon as a consumer has had so many `acks` confirmed, while `publishers` go on.

    It is started again on the same disk. All that so many `times`, with a new broker each.
    """

    acks: int = 400
    publishers: int = 4
    times: int = 3


@dataclass(frozen=True)
class Killed(Result):
    """What came of a KillPlan, with a number for each time.

    Of the `accepted` messages, those with a receipt, so many were `kept`, with what was in them. Of the acks that the
    broker had confirmed it had `forgotten` so many: it delivered those messages again, `as_new` of them as if for the
    first time, and the oldest of these acks was so many `seconds` old. So many of all that it kept were `missed`: they
    came to nobody, neither before the kill nor after it.
    """

    accepted: list
    kept: list
    forgotten: list
    as_new: list
    seconds: list
    missed: list


@measurement("nats", KillPlan, Killed)
def killed(plan):
    """Receipts and acks of a broker before kill -9, and what it knows of them afterwards (see KillPlan): `Killed`."""
    lives = [life(plan) for _ in range(plan.times)]
    return dict(zip(("accepted", "kept", "forgotten", "as_new", "seconds", "missed"), map(list, zip(*lives))))


def life(plan):
    """One broker's death, and the numbers of a `Killed`."""
    with Nats() as server:
        receipts, acked, died = with_stream(server, partial(until_killed, server, plan))
        server.start()
        log, again = with_stream(server, afterwards)
    forgotten = acked.keys() & again.keys()
    return (len(receipts), sum(log.get(number) == body for number, body in receipts.items()), len(forgotten),
            sum(again[number] == 1 for number in forgotten),
            max((died - acked[number] for number in forgotten), default=0.0),
            len(log.keys() - acked.keys() - again.keys()))


async def until_killed(server, plan, stream):
    """Publish and acknowledge until the kill: {number: body} of the receipts, {number: time} of the acks, its time."""
    receipts, acked = {}, {}

    async def publish(name):
        while server.process.running:
            body = f"{name}-{len(receipts)}"
            receipts[(await stream.publish(SUBJECT, body)).number] = body

    group = stream.group(SUBJECT, "payments", ack_wait=ACK_WAIT)
    publishers = [asyncio.create_task(publish(name)) for name in range(plan.publishers)]
    while len(acked) < plan.acks:
        for delivery in await group.fetch(HANDFUL):
            await delivery.ack()
            acked[delivery.number] = died = monotonic()
    server.kill()
    for publisher in publishers:
        publisher.cancel()  # or it would wait for a receipt until it loses patience
    await asyncio.gather(*publishers, return_exceptions=True)  # NATS's client makes a cancellation a TimeoutError
    return receipts, acked, died


async def afterwards(stream):
    """{number: body} of all that is kept, and {number: attempt} of all that the old group of consumers gets now."""
    log, again = {}, {}
    auditors = stream.group(SUBJECT, "auditors", held=100_000)
    while found := await auditors.fetch(BATCH, wait=0.1):
        log.update((delivery.number, delivery.body) for delivery in found)
    payments = stream.group(SUBJECT, "payments", ack_wait=ACK_WAIT)
    while found := await payments.fetch(BATCH, wait=1.5 * ACK_WAIT):
        for delivery in found:
            again.setdefault(delivery.number, delivery.attempt)
        await asyncio.gather(*(delivery.ack() for delivery in found))
    return log, again
