"""Keys, whatever their values."""

from collections import deque

from systemdesign.distributed_cache.commands.arguments import integer, options
from systemdesign.distributed_cache.commands.table import ALL, grows, reads, writes
from systemdesign.distributed_cache.replies import OK, SYNTAX, Error, Status
from systemdesign.distributed_cache.sorted import Sorted

NO_KEYS, TWO = (0, 0, 0), (1, 2, 1)
NAMES = {bytes: b"string", deque: b"list", set: b"set", dict: b"hash", Sorted: b"zset"}
FORMS = {bytes: b"raw", deque: b"linkedlist", set: b"hashtable", dict: b"hashtable", Sorted: b"skiplist"}
"""The forms of Redis that come nearest to Python's own."""


@writes("del unlink", -2, keys=ALL)
def delete(engine, *keys):
    return sum([engine.find(key) is not None and engine.drop(key) for key in keys])


@reads("exists touch", -2, keys=ALL)
def exists(engine, *keys):
    return sum([engine.find(key) is not None for key in keys])


@reads("type", 2)
def type_(engine, key):
    value = engine.find(key)
    return Status(b"none" if value is None else NAMES[type(value)])


@reads("dbsize", 1, keys=NO_KEYS)
def dbsize(engine):
    return len(engine)


@writes("flushall flushdb", -1, keys=NO_KEYS)
def flushall(engine, *words):
    if len(words) > 1 or (words and words[0].upper() not in (b"ASYNC", b"SYNC")):
        raise Error(SYNTAX)
    engine.clear()
    engine.changes += 1
    return OK


@writes("rename", 3, keys=TWO)
def rename(engine, key, name):
    move(engine, key, name)
    return OK


@writes("renamenx", 3, keys=TWO)
def renamenx(engine, key, name):
    return move(engine, key, name, only_new=True)


def move(engine, key, name, only_new=False):
    """Give a value and its life another name, unless that must be new and is not. Returns whether it was done."""
    value = engine.find(key)
    if value is None:
        raise Error("ERR no such key")
    if only_new and engine.find(name) is not None:
        return 0
    if key != name:
        end = engine.ends.get(key)
        engine.drop(key)
        placed(engine, name, value, end)
    return 1


def placed(engine, key, value, end):
    """Keep a value under a key, whatever was there, with that life or without an end."""
    engine.drop(key)
    engine.keep(key, value)
    if end is not None:
        engine.limit(key, end)


@grows("copy", -3, keys=TWO)
def copy_(engine, key, name, *words):
    chosen = options(words, (b"REPLACE",), (b"DB",))
    if integer(chosen.get(b"DB", b"0")) != 0:
        raise Error("ERR DB index is out of range")
    if key == name:
        raise Error("ERR source and destination objects are the same")
    value = engine.find(key)
    if value is None or (engine.find(name) is not None and b"REPLACE" not in chosen):
        return 0
    placed(engine, name, type(value)(value), engine.ends.get(key))
    return 1


@reads("randomkey", 1, keys=NO_KEYS)
def randomkey(engine):
    for _ in range(100):  # enough, where most are alive
        if not engine.names.items:
            return None
        key = engine.chance.choice(engine.names.items)
        if engine.find(key) is not None:
            return key
    return None


@reads("object", -2, keys=(2, 2, 1))
def object_(engine, what, *words):
    what = what.upper()
    if what not in (b"ENCODING", b"REFCOUNT", b"IDLETIME", b"FREQ") or len(words) != 1:
        raise Error(f"ERR unknown subcommand or wrong number of arguments for '{what.decode('latin-1')}' of OBJECT")
    value = engine.find(words[0])
    if value is None:
        raise Error("ERR no such key")
    return FORMS[type(value)] if what == b"ENCODING" else int(what == b"REFCOUNT")
