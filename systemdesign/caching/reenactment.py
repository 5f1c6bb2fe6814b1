"""The reads of one hot key once more, in virtual time: each does what the recursion's record says of it."""

import asyncio

from systemdesign.kernel.run import now


class Reenactment:
    """A cache and a database that serve the clients of a record as it says, from `since` to `until` seconds.

    Clients are numbered in the order in which they came. Whoever came a build's time before `since` may still be
    there then, and comes too.
    """

    def __init__(self, record, since, until):
        self.record, self.builders = record, set(record.began)
        self.clients = [who for who, time in enumerate(record.came) if since - record.rebuild <= time <= until]

    def part(self, who):
        """What the client does: it "builds", or "waits", or "finds it"."""
        if self.record.came[who] in self.builders:
            return "builds"
        return "waits" if self.record.waits[who] else "finds it"

    async def read(self, who):
        """At the cache: find the entry, or wait for it, or have it built."""
        if self.part(who) == "builds":
            await self.build(who)
        else:
            await asyncio.sleep(self.record.waits[who])

    async def build(self, who):
        """At the database."""
        await asyncio.sleep(self.record.waits[who])

    async def play(self):
        """All of them, each at its time."""
        async with asyncio.TaskGroup() as readers:
            for who in self.clients:
                await asyncio.sleep(self.record.came[who] - now())
                readers.create_task(self.read(who))
