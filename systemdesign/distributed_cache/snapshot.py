"""All keys at one moment, as the requests that make them."""

import asyncio
from collections import deque
from itertools import islice

from systemdesign.distributed_cache.effects import packed
from systemdesign.distributed_cache.numbers import shown

BATCH = 1000  # keys, between two of which the world may go on
ITEMS = 1000  # of a value, in one request


class Snapshot:
    """A copy of an engine's keys, taken in one step and written down at leisure: `pieces` of bytes.

    Redis lets a child process have the copy (fork), whose pages the system copies when they change. Here it is a
    dictionary: strings are shared, for bytes never change, and collections are copied.
    """

    def __init__(self, engine):
        self.values = {key: type(value)(value) for key, value in engine.values.items()}  # bytes of bytes are the same
        self.ends = dict(engine.ends)

    def pieces(self):
        """Bytes that make these keys where there were none, in several pieces."""
        keys = iter(self.values)
        while batch := list(islice(keys, BATCH)):
            yield packed(effect for key in batch for effect in self.effects(key))

    def effects(self, key):
        """The requests that make one key."""
        value, end = self.values[key], self.ends.get(key)
        if isinstance(value, bytes):
            yield [b"SET", key, value]
        else:
            name, items = form(value)
            while part := list(islice(items, ITEMS)):
                yield [name, key, *part]
        if end is not None:
            yield [b"PEXPIREAT", key, b"%d" % end]


def form(value):
    """The command that makes a collection, and the arguments after its key, those that belong together in pairs."""
    if isinstance(value, deque):
        return b"RPUSH", iter(value)
    if isinstance(value, set):
        return b"SADD", iter(sorted(value))
    if type(value) is dict:
        return b"HSET", (part for pair in value.items() for part in pair)
    return b"ZADD", (part for member, score in value.items() for part in (shown(score), member))


async def save(disk, pieces):
    """Put pieces of bytes in place of what a disk holds, in one step."""
    draft = disk.draft()
    for piece in pieces:
        draft.append(piece)
        await asyncio.sleep(0)  # the world may go on between two of them
    await draft.sync()
    disk.rename(draft)
