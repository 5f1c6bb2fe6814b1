"""How long keys live. In the log a life is the moment at which it ends."""

from systemdesign.distributed_cache.commands.arguments import integer
from systemdesign.distributed_cache.commands.table import reads, writes
from systemdesign.distributed_cache.numbers import LEAST, MOST
from systemdesign.distributed_cache.replies import Error

CONDITIONS = {b"NX", b"XX", b"GT", b"LT"}


def expire(engine, key, text, words, unit, base, name):
    """Let a key live until `base` plus so many units, in milliseconds, if the conditions allow: whether it does."""
    chosen = conditions(words)
    moment = integer(text) * unit + base
    if moment - base < LEAST or moment > MOST:
        raise Error(f"ERR invalid expire time in '{name}' command")
    if engine.find(key) is None:
        return 0
    old = engine.ends.get(key)
    if (b"NX" in chosen and old is not None) or (b"XX" in chosen and old is None):
        return 0
    if b"GT" in chosen and (old is None or moment <= old):
        return 0
    if b"LT" in chosen and old is not None and moment >= old:
        return 0
    engine.live(key, moment)
    return 1


def conditions(words):
    """Which of NX, XX, GT and LT there are."""
    chosen = {word.upper() for word in words}
    if chosen - CONDITIONS:
        other = next(word for word in words if word.upper() not in CONDITIONS)
        raise Error(f"ERR Unsupported option {other.decode('latin-1')}")
    if b"NX" in chosen and len(chosen) > 1:
        raise Error("ERR NX and XX, GT or LT options at the same time are not compatible")
    if {b"GT", b"LT"} <= chosen:
        raise Error("ERR GT and LT options at the same time are not compatible")
    return chosen


@writes("expire", -3)
def expire_(engine, key, seconds, *words):
    return expire(engine, key, seconds, words, 1000, engine.clock, "expire")


@writes("pexpire", -3)
def pexpire(engine, key, milliseconds, *words):
    return expire(engine, key, milliseconds, words, 1, engine.clock, "pexpire")


@writes("expireat", -3)
def expireat(engine, key, seconds, *words):
    return expire(engine, key, seconds, words, 1000, 0, "expireat")


@writes("pexpireat", -3)
def pexpireat(engine, key, milliseconds, *words):
    return expire(engine, key, milliseconds, words, 1, 0, "pexpireat")


def left(engine, key, unit, base):
    """The end of a life after `base`, rounded to units; -1 where it has none, -2 where there is no such key."""
    if engine.find(key) is None:
        return -2
    if key not in engine.ends:
        return -1
    return (max(0, engine.ends[key] - base) + unit // 2) // unit


@reads("ttl", 2)
def ttl(engine, key):
    return left(engine, key, 1000, engine.clock)


@reads("pttl", 2)
def pttl(engine, key):
    return left(engine, key, 1, engine.clock)


@reads("expiretime", 2)
def expiretime(engine, key):
    return left(engine, key, 1000, 0)


@reads("pexpiretime", 2)
def pexpiretime(engine, key):
    return left(engine, key, 1, 0)


@writes("persist", 2)
def persist(engine, key):
    if engine.find(key) is None or not engine.release(key):
        return 0
    engine.touch(key)
    return 1
