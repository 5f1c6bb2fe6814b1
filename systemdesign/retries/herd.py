"""A herd of clients who all want to change one record, each against the version that it has read."""

import asyncio

from systemdesign.kernel.streams import stream


class Record:
    """A record far away whose `write` succeeds only on the version that it still has (optimistic locking).

    A message takes 10 ms, give or take 2 (normal). `writes` are the times of all writes, good or bad, and
    `changes` those of the good ones. The setting is that of Brooker, *Exponential Backoff and Jitter* (2015).
    """

    def __init__(self):
        self.version, self.writes, self.changes = 0, [], []

    async def read(self):
        """The version at the moment when the question arrives."""
        await self._message()
        version = self.version
        await self._message()
        return version

    async def write(self, version):
        """Whether the version was still the one that the client had read."""
        await self._message()
        time, good = asyncio.get_running_loop().time(), version == self.version
        self.writes.append(time)
        if good:
            self.changes.append(time)
            self.version += 1
        await self._message()
        return good

    async def _message(self):
        await asyncio.sleep(abs(stream("messages").gauss(0.010, 0.002)))


async def change(record, backoff):
    """One client: read, write, and start again after a pause when somebody else was faster."""
    pauses = backoff.pauses(stream("pauses"))
    while not await record.write(await record.read()):
        await asyncio.sleep(next(pauses))


async def herd(clients, backoff):
    """All clients start at once; the record that they changed, with the times of the writes that they needed."""
    record = Record()
    await asyncio.gather(*(change(record, backoff) for _ in range(clients)))
    return record
