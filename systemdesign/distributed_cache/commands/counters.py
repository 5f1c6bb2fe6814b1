"""Strings that are numbers."""

from decimal import Context, Decimal

from systemdesign.distributed_cache.commands.arguments import NO_REAL, decimal, integer
from systemdesign.distributed_cache.commands.table import grows
from systemdesign.distributed_cache.numbers import LEAST, MOST
from systemdesign.distributed_cache.replies import Error

EXACT = Context(prec=40)


@grows("incr", 2)
def incr(engine, key):
    return add(engine, key, 1)


@grows("decr", 2)
def decr(engine, key):
    return add(engine, key, -1)


@grows("incrby", 3)
def incrby(engine, key, by):
    return add(engine, key, integer(by))


@grows("decrby", 3)
def decrby(engine, key, by):
    number = integer(by)
    if number == LEAST:
        raise Error("ERR decrement would overflow")
    return add(engine, key, -number)


def add(engine, key, by):
    """Add to a number; a missing key is 0."""
    value = engine.read(key, bytes)
    number = total(0 if value is None else integer(value), by)
    engine.keep(key, b"%d" % number)
    return number


def total(number, by):
    """A sum of 64 bits."""
    if not LEAST <= number + by <= MOST:
        raise Error("ERR increment or decrement would overflow")
    return number + by


@grows("incrbyfloat", 3)
def incrbyfloat(engine, key, by):
    value = engine.read(key, bytes)
    new = decimal_total(b"0" if value is None else value, by)
    engine.keep(key, new)
    engine.instead([b"SET", key, new, b"KEEPTTL"])
    return new


def decimal_total(text, by, wrong=NO_REAL):
    """The sum of two decimal numbers, exact to 17 places after the point and written without an exponent."""
    decimal(text, wrong), decimal(by)
    number = EXACT.add(Decimal(text.decode()), Decimal(by.decode()))
    if not number.is_finite():
        raise Error("ERR increment would produce NaN or Infinity")
    shown = f"{number:.17f}".rstrip("0").rstrip(".")
    return b"0" if shown == "-0" else shown.encode()
