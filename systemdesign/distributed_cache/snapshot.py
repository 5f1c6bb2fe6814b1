"""All keys at one moment, written down at leisure."""

import asyncio
from itertools import islice

from systemdesign.distributed_cache.dump import dump
from systemdesign.distributed_cache.effects import packed

BATCH = 500  # requests, between two of which the world may go on


class Snapshot:
    """A copy of an engine's keys, taken in one step.

    Redis lets a child process have the copy (fork), whose pages the system copies when they change. Here strings are
    shared, for bytes never change, and collections are copied: a pause of about a tenth of a microsecond for each key,
    and ten nanoseconds for each member. Making requests of them takes longer, and may be interrupted.
    """

    def __init__(self, engine):
        self.values = {key: type(value)(value) for key, value in engine.values.items()}
        self.ends = dict(engine.ends)

    def pieces(self):
        """Bytes that make these keys where there were none, in several pieces."""
        requests = dump(self)
        while some := list(islice(requests, BATCH)):
            yield packed(some)


async def save(disk, pieces):
    """Put pieces of bytes in place of what a disk holds, in one step."""
    draft = disk.draft()
    for piece in pieces:
        draft.append(piece)
        await asyncio.sleep(0)
    await draft.sync()
    disk.rename(draft)
