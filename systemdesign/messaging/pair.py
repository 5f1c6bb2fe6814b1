"""Two consumers share a burst of messages, and hold too many of them: on the chapter's broker, and on a real one."""

import asyncio

from systemdesign.messaging.worker import Worker

SUBJECT, LOOK = "order.created", 0.05  # s, after which a consumer looks whether all is done


async def by_two(broker, held, plan):
    """How often two workers that fetch up to `held` messages at once work in all, in whatever time the loop has.

    The `plan` says how many `messages` are there at first, for how many seconds `each` is worked, how long the group
    waits for an ack, `ack_wait`, and how much `later` the second worker comes.
    """
    group, done = broker.group(SUBJECT, f"held-{held}", ack_wait=plan.ack_wait), set()

    async def handle(body):
        await asyncio.sleep(plan.each)
        done.add(body)

    async def work(worker, later):
        await asyncio.sleep(later)
        while len(done) < plan.messages:
            await worker.once(LOOK)

    workers = [Worker(group, handle, most=held) for _ in range(2)]
    await asyncio.gather(*map(work, workers, (0.0, plan.later)))
    return sum(worker.works for worker in workers)


async def publish(broker, messages):
    """So many messages, one after the other."""
    for body in range(messages):
        await broker.publish(SUBJECT, body)
