"""Hashes: fields with values under one key."""

from math import isinf

from systemdesign.distributed_cache.commands.arguments import decimal, integer, within
from systemdesign.distributed_cache.commands.counters import decimal_total, total
from systemdesign.distributed_cache.commands.sets import picked
from systemdesign.distributed_cache.commands.table import grows, reads, writes
from systemdesign.distributed_cache.replies import OK, SYNTAX, Error, Pairs


def fill(engine, key, pairs, name):
    """Set fields; returns how many are new."""
    if len(pairs) % 2:
        raise Error(f"ERR wrong number of arguments for '{name}' command")
    values = engine.open(key, dict)
    before = len(values)
    values.update(zip(pairs[::2], pairs[1::2]))
    engine.keep(key, values)
    return len(values) - before


@grows("hset", -4)
def hset(engine, key, *pairs):
    return fill(engine, key, pairs, "hset")


@grows("hmset", -4)
def hmset(engine, key, *pairs):
    fill(engine, key, pairs, "hmset")
    return OK


@grows("hsetnx", 4)
def hsetnx(engine, key, field, value):
    values = engine.open(key, dict)
    if field in values:
        return 0
    values[field] = value
    engine.keep(key, values)
    return 1


@reads("hget", 3)
def hget(engine, key, field):
    return engine.open(key, dict).get(field)


@reads("hmget", -3)
def hmget(engine, key, *fields):
    values = engine.open(key, dict)
    return [values.get(field) for field in fields]


@reads("hgetall", 2)
def hgetall(engine, key):
    return dict(engine.open(key, dict))


@reads("hkeys", 2)
def hkeys(engine, key):
    return list(engine.open(key, dict))


@reads("hvals", 2)
def hvals(engine, key):
    return list(engine.open(key, dict).values())


@reads("hlen", 2)
def hlen(engine, key):
    return len(engine.open(key, dict))


@reads("hexists", 3)
def hexists(engine, key, field):
    return int(field in engine.open(key, dict))


@reads("hstrlen", 3)
def hstrlen(engine, key, field):
    return len(engine.open(key, dict).get(field, b""))


@writes("hdel", -3)
def hdel(engine, key, *fields):
    values = engine.open(key, dict)
    removed = sum([values.pop(field, None) is not None for field in fields])
    if removed:
        engine.keep(key, values)
    return removed


@grows("hincrby", 4)
def hincrby(engine, key, field, by):
    by, values = integer(by), engine.open(key, dict)
    number = total(integer(values.get(field, b"0"), "ERR hash value is not an integer"), by)
    values[field] = b"%d" % number
    engine.keep(key, values)
    return number


@grows("hincrbyfloat", 4)
def hincrbyfloat(engine, key, field, by):
    if isinf(decimal(by)):
        raise Error("ERR value is NaN or Infinity")
    values = engine.open(key, dict)
    new = decimal_total(values.get(field, b"0"), by, "ERR hash value is not a float")
    values[field] = new
    engine.keep(key, values)
    engine.instead([b"HSET", key, field, new])
    return new


@reads("hrandfield", -2)
def hrandfield(engine, key, *words):
    if len(words) > 2 or (len(words) == 2 and words[1].upper() != b"WITHVALUES"):
        raise Error(SYNTAX)
    number = within(words[0]) if words else 1
    values = engine.open(key, dict)
    fields = picked(engine.chance, values, number)
    if len(words) == 2:
        return Pairs([(field, values[field]) for field in fields])
    return fields if words else fields[0] if fields else None
