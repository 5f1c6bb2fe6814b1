"""Strings: any bytes, whole or by their places."""

from systemdesign.distributed_cache.commands.arguments import apart, end, integer, options
from systemdesign.distributed_cache.commands.table import grows, reads, writes
from systemdesign.distributed_cache.replies import OK, Error

LONGEST = 512 * 1024 * 1024
LIVES = (b"EX", b"PX", b"EXAT", b"PXAT")


@reads("get", 2)
def get(engine, key):
    return engine.read(key, bytes)


@grows("set", -3)
def set_(engine, key, value, *words):
    if not words:
        engine.keep(key, value)
        if key in engine.ends:
            engine.release(key)
        return OK
    chosen = options(words, (b"NX", b"XX", b"GET", b"KEEPTTL"), (*LIVES, b"IFEQ"))
    apart(chosen, (b"NX", b"XX", b"IFEQ"), (*LIVES, b"KEEPTTL"))
    life = [end(engine, name, chosen[name], "set") for name in LIVES if name in chosen]
    asks = b"GET" in chosen or b"IFEQ" in chosen
    old = engine.read(key, bytes) if asks else engine.find(key)
    refused = any([b"NX" in chosen and old is not None, b"XX" in chosen and old is None,
                   b"IFEQ" in chosen and old != chosen[b"IFEQ"]])
    if not refused:
        put(engine, key, value, life, keeps=b"KEEPTTL" in chosen)
    return old if b"GET" in chosen else None if refused else OK


def put(engine, key, value, life, keeps=False):
    """Keep a value with the moment at which its life ends, in a list of one, or with none, or with the one it had."""
    if life and life[0] <= engine.clock and not engine.applying:
        if engine.drop(key):
            engine.instead([b"DEL", key])
        return
    engine.keep(key, value)
    if life:
        engine.limit(key, life[0])
    elif not keeps:
        engine.release(key)
    ending = [b"PXAT", b"%d" % life[0]] if life else [b"KEEPTTL"] if keeps else []
    engine.instead([b"SET", key, value, *ending])


@grows("setnx", 3)
def setnx(engine, key, value):
    if engine.find(key) is not None:
        return 0
    engine.keep(key, value)
    return 1


@grows("setex", 4)
def setex(engine, key, seconds, value):
    put(engine, key, value, [end(engine, b"EX", seconds, "setex")])
    return OK


@grows("psetex", 4)
def psetex(engine, key, milliseconds, value):
    put(engine, key, value, [end(engine, b"PX", milliseconds, "psetex")])
    return OK


@grows("getset", 3)
def getset(engine, key, value):
    old = engine.read(key, bytes)
    put(engine, key, value, [])
    return old


@writes("getdel", 2)
def getdel(engine, key):
    old = engine.read(key, bytes)
    engine.drop(key)
    engine.instead([b"DEL", key])
    return old


@writes("getex", -2)
def getex(engine, key, *words):
    chosen = options(words, (b"PERSIST",), LIVES)
    apart(chosen, (*LIVES, b"PERSIST"))
    life = [end(engine, name, chosen[name], "getex") for name in LIVES if name in chosen]
    value = engine.read(key, bytes)
    if value is None:
        return None
    if life:
        engine.live(key, life[0])
    elif b"PERSIST" in chosen and engine.release(key):
        engine.touch(key)
        engine.instead([b"PERSIST", key])
    return value


@grows("append", 3)
def append(engine, key, more):
    value = engine.open(key, bytes) + more
    fits(0, len(value))
    engine.keep(key, value)
    return len(value)


@reads("strlen", 2)
def strlen(engine, key):
    return len(engine.open(key, bytes))


@grows("setrange", 4)
def setrange(engine, key, offset, part):
    begin = integer(offset)
    if begin < 0:
        raise Error("ERR offset is out of range")
    value = engine.open(key, bytes)
    if part:
        fits(begin, len(part))
        value = value[:begin].ljust(begin, b"\0") + part + value[begin + len(part) :]
        engine.keep(key, value)
    return len(value)


def fits(begin, size):
    """Raise Error where a string would grow too long."""
    if begin + size > LONGEST:
        raise Error("ERR string exceeds maximum allowed size (proto-max-bulk-len)")


@reads("getrange substr", 4)
def getrange(engine, key, first, last):
    first, last = integer(first), integer(last)
    value = engine.open(key, bytes)
    if first < 0 and last < 0 and first > last:
        return b""
    first, last = (max(0, place + len(value)) if place < 0 else place for place in (first, last))
    return value[first : last + 1]


@reads("mget", -2, keys=(1, -1, 1))
def mget(engine, *keys):
    found = [engine.find(key) for key in keys]
    return [value if type(value) is bytes else None for value in found]


@grows("mset", -3, keys=(1, -1, 2))
def mset(engine, *pairs):
    if len(pairs) % 2:
        raise engine.commands[b"MSET"].misused()
    for key, value in zip(pairs[::2], pairs[1::2]):
        engine.keep(key, value)
        engine.release(key)
    return OK


@grows("msetnx", -3, keys=(1, -1, 2))
def msetnx(engine, *pairs):
    if len(pairs) % 2:
        raise engine.commands[b"MSETNX"].misused()
    if any(engine.find(key) is not None for key in pairs[::2]):
        return 0
    mset(engine, *pairs)
    return 1
