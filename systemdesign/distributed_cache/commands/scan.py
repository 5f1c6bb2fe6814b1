"""Walking through keys and collections, a piece at a time or all at once."""

from systemdesign.distributed_cache.commands.arguments import integer, options
from systemdesign.distributed_cache.commands.keys import NAMES
from systemdesign.distributed_cache.commands.table import reads
from systemdesign.distributed_cache.glob import glob
from systemdesign.distributed_cache.numbers import shown
from systemdesign.distributed_cache.replies import SYNTAX, Error
from systemdesign.distributed_cache.sorted import Sorted

NO_KEYS = (0, 0, 0)


@reads("keys", 2, keys=NO_KEYS)
def keys(engine, pattern):
    match = glob(pattern)
    return [key for key in list(engine.values) if match(key) and engine.find(key) is not None]


@reads("scan", -2, keys=NO_KEYS)
def scan(engine, cursor, *words):
    """The cursor counts the keys that are left, and goes down from the end of the urn to 0.

    A key that is removed leaves its place to the last, which has been seen: it may be seen twice, but never missed.
    """
    left = position(cursor)
    chosen, match, count = asked(words, (b"TYPE",))
    kind = chosen.get(b"TYPE", b"").lower()
    if kind and kind not in NAMES.values():
        raise Error(f"ERR unknown type name '{kind.decode('latin-1')}'")
    begin = min(left or len(engine), len(engine))
    stop = max(0, begin - count)
    found = [key for key in engine.names.items[stop:begin][::-1] if match(key)]
    alive = [key for key in found if engine.find(key) is not None]
    return [b"%d" % stop, [key for key in alive if not kind or NAMES[type(engine.values[key])] == kind]]


def position(cursor):
    """A cursor, read."""
    if not cursor.isdigit() or int(cursor) >= 2**64:
        raise Error("ERR invalid cursor")
    return int(cursor)


def asked(words, more=(), flags=()):
    """The options of a scan, the function that says what matches, and how many to look at."""
    chosen = options(words, flags, (b"MATCH", b"COUNT", *more))
    count = integer(chosen.get(b"COUNT", b"10"))
    if count < 1:
        raise Error(SYNTAX)
    return chosen, glob(chosen.get(b"MATCH", b"*")), count


def walked(engine, key, cursor, words, kind, flags=()):
    """The members of a collection that match, all of them at once, and the options."""
    position(cursor)
    values = engine.read(key, kind)
    if values is None:
        return {}, []
    chosen, match, _ = asked(words, flags=flags)
    return chosen, [(member, values[member]) if kind is not set else (member, None)
                    for member in values if match(member)]


@reads("sscan", -3)
def sscan(engine, key, cursor, *words):
    _, found = walked(engine, key, cursor, words, set)
    return [b"0", [member for member, _ in found]]


@reads("hscan", -3)
def hscan(engine, key, cursor, *words):
    chosen, found = walked(engine, key, cursor, words, dict, (b"NOVALUES",))
    if b"NOVALUES" in chosen:
        return [b"0", [field for field, _ in found]]
    return [b"0", [part for pair in found for part in pair]]


@reads("zscan", -3)
def zscan(engine, key, cursor, *words):
    chosen, found = walked(engine, key, cursor, words, Sorted, (b"NOSCORES",))
    if b"NOSCORES" in chosen:
        return [b"0", [member for member, _ in found]]
    return [b"0", [part for member, score in found for part in (member, shown(score))]]
