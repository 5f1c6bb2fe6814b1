"""Keys, whatever their values."""

from collections import deque

from systemdesign.distributed_cache.commands.table import ALL, reads, writes
from systemdesign.distributed_cache.replies import OK, Error, Status

NAMES = {bytes: "string", deque: "list", set: "set", dict: "hash"}


@writes("del unlink", -2, keys=ALL)
def delete(engine, *keys):
    return sum([engine.find(key) is not None and engine.drop(key) for key in keys])


@reads("exists touch", -2, keys=ALL)
def exists(engine, *keys):
    return sum([engine.find(key) is not None for key in keys])


@reads("type", 2)
def type_(engine, key):
    value = engine.find(key)
    return Status(b"none" if value is None else NAMES[type(value)].encode())


@reads("dbsize", 1, keys=(0, 0, 0))
def dbsize(engine):
    return len(engine)


@writes("flushall flushdb", -1, keys=(0, 0, 0))
def flushall(engine, *words):
    if len(words) > 1 or (words and words[0].upper() not in (b"ASYNC", b"SYNC")):
        raise Error("ERR syntax error")
    engine.clear()
    engine.changes += 1
    return OK
