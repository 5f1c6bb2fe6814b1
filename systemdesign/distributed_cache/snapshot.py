"""All keys at one moment, written down at leisure."""

import asyncio
from collections import deque
from itertools import islice

from systemdesign.distributed_cache.effects import packed
from systemdesign.distributed_cache.numbers import shown
from systemdesign.distributed_cache.sorted import Sorted

BATCH = 500  # requests, between two of which the world may go on
MEMBERS = 128  # of a collection, in one request
BUILDERS = {
    deque: (b"RPUSH", lambda item: [item]),
    set: (b"SADD", lambda member: [member]),
    dict: (b"HSET", list),
    Sorted: (b"ZADD", lambda pair: [shown(pair[1]), pair[0]]),
}


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
        requests = self.requests()
        while some := list(islice(requests, BATCH)):
            yield packed(some)


    def requests(self):
        """The same, as requests."""
        for key, value in self.values.items():
            yield from built(key, value)
            if key in self.ends:
                yield [b"PEXPIREAT", key, b"%d" % self.ends[key]]


def built(key, value):
    """The requests that make one value."""
    if type(value) is bytes:
        yield [b"SET", key, value]
        return
    name, parts = BUILDERS[type(value)]
    members = list(value.items() if isinstance(value, dict) else value)
    for begin in range(0, len(members), MEMBERS):
        yield [name, key, *[part for member in members[begin : begin + MEMBERS] for part in parts(member)]]


async def save(disk, pieces):
    """Put pieces of bytes in place of what a disk holds, in one step."""
    draft = disk.draft()
    for piece in pieces:
        draft.append(piece)
        await asyncio.sleep(0)
    await draft.sync()
    disk.rename(draft)
