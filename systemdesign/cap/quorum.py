"""Replicas of which a few answers are enough: some for a write, some for a read."""

import asyncio

from systemdesign.cap.replica import Tagged
from systemdesign.sim.request import ServiceError, Unavailable


class Quorum:
    """A read asks all replicas and takes the newest of the first R answers; a write waits for W that have it.

    With R + W > N a read meets at least one replica of each write that has finished. Each client has one of its own,
    with a `name` that no other has. Raises Unavailable where too few are up; a write that does may have been done.
    """

    def __init__(self, replicas, R, W, name="client"):
        self.replicas, self.R, self.W, self.name = replicas, R, W, name

    async def get(self, key):
        return (await self.newest(key)).value

    async def set(self, key, value):
        number, _ = (await self.newest(key)).tag
        mine = Tagged((number + 1, self.name), value)
        await first(self.W, [replica.keep(key, mine) for replica in self.replicas])

    async def newest(self, key):
        answers = await first(self.R, [replica.newest(key) for replica in self.replicas])
        return max(answers, key=lambda tagged: tagged.tag)


async def first(need, calls):
    """So many answers, in the order in which they came. The other calls go on, and nobody waits for them.

    Raises Unavailable as soon as there cannot be so many.
    """
    tasks, answers, failed = [asyncio.ensure_future(call) for call in calls], [], 0
    for task in tasks:
        task.add_done_callback(_heard)
    for task in asyncio.as_completed(tasks):
        try:
            answers.append(await task)
        except ServiceError:
            failed += 1
        if len(answers) == need:
            return answers
        if failed > len(tasks) - need:
            break
    raise Unavailable(f"{need} answers are needed, and {failed} of {len(tasks)} replicas gave none")


def _heard(task):
    """An error that comes too late for its caller is nobody's."""
    task.cancelled() or task.exception()
