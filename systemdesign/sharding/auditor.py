"""A client that audits a database: what was acknowledged to it must still be there."""

from systemdesign.kernel.run import now
from systemdesign.kernel.streams import stream
from systemdesign.sim.request import Reply


class Auditor:
    """A service that turns each request into a read or a write of its key, and notes what comes back too old.

    The value that it writes is the request's id, so a higher one is newer.
    """

    def __init__(self, database, writes=0.5):
        """`database` has `get`, `put` and `shard`; `writes` is the share of requests that write."""
        self.database, self.writes = database, writes
        self.acknowledged, self.times, self.reads, self.stale = {}, {}, 0, []

    async def __call__(self, request):
        key, by = request.key, self.database.shard(request.key).name
        if stream("reads and writes").random() < self.writes:
            await self.database.put(key, request.id)
            self.acknowledged[key], self.times[key] = request.id, now()
        else:
            expected, self.reads = self.acknowledged.get(key, 0), self.reads + 1
            if (await self.database.get(key, 0)) < expected:
                self.stale.append(now())
        return Reply(by)

    async def lost(self):
        """{key: when it was acknowledged} of the last writes that cannot be read: ask when all is quiet."""
        return {key: self.times[key] for key, value in self.acknowledged.items()
                if await self.database.get(key, 0) < value}
