"""All keys at one moment, as the requests that make them."""

from collections import deque
from itertools import islice

from systemdesign.distributed_cache.effects import packed
from systemdesign.distributed_cache.keyspace import Sorted

BATCH = 1000  # keys, between two of which the world may go on
ITEMS = 1000  # of a value, in one request


class Snapshot:
    """A copy of an engine's keys, taken in one step and written down at leisure: `pieces` of bytes.

    Redis lets a child process have the copy (fork), whose pages the system copies when they change. Here it is a
    dictionary: strings are shared, for bytes never change, and collections are copied.
    """

    def __init__(self, engine):
        self.values = {key: value if isinstance(value, bytes) else copied(value) for key, value in engine.values.items()}
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
            name, items = FORMS[type(value)]
            flat = items(value)
            while part := list(islice(flat, ITEMS)):
                yield [name, key, *part]
        if end is not None:
            yield [b"PEXPIREAT", key, b"%d" % end]


def copied(value):
    return type(value)(value)
