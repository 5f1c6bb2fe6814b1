"""Lists, open at both ends."""

from collections import deque
from itertools import islice

from systemdesign.distributed_cache.commands.arguments import integer, options, positive, split, stretch, within
from systemdesign.distributed_cache.commands.table import grows, reads, writes
from systemdesign.distributed_cache.numbers import MOST
from systemdesign.distributed_cache.replies import NO_LIST, OK, SYNTAX, Error

SIDES = {b"LEFT": True, b"RIGHT": False}


def push(engine, key, items, left, anew=True):
    """Add at an end, one after the other; where there is no list yet, only `anew`."""
    values = engine.read(key, deque)
    if values is None:
        if not anew:
            return 0
        values = deque()
    (values.extendleft if left else values.extend)(items)
    engine.keep(key, values)
    return len(values)


@grows("lpush", -3)
def lpush(engine, key, *items):
    return push(engine, key, items, left=True)


@grows("rpush", -3)
def rpush(engine, key, *items):
    return push(engine, key, items, left=False)


@grows("lpushx", -3)
def lpushx(engine, key, *items):
    return push(engine, key, items, left=True, anew=False)


@grows("rpushx", -3)
def rpushx(engine, key, *items):
    return push(engine, key, items, left=False, anew=False)


def pop(engine, key, left, count=None):
    """Take from an end: one, or a list of up to `count`."""
    most = None if count is None else positive(count)
    values = engine.read(key, deque)
    if values is None:
        return None if count is None else NO_LIST
    take = values.popleft if left else values.pop
    taken = [take() for _ in range(min(1 if most is None else most, len(values)))]
    if taken:
        engine.keep(key, values)
    return taken[0] if most is None else taken


@writes("lpop", -2)
def lpop(engine, key, *count):
    return pop(engine, key, True, *one("lpop", count))


@writes("rpop", -2)
def rpop(engine, key, *count):
    return pop(engine, key, False, *one("rpop", count))


def one(name, count):
    """No count, or one."""
    if len(count) > 1:
        raise Error(f"ERR wrong number of arguments for '{name}' command")
    return count


@writes("lmpop", -4, keys=(0, 0, 0), counted=1)
def lmpop(engine, number, *words):
    keys, (side, *rest) = split(number, words, least=1)
    chosen = options(rest, (), (b"COUNT",), once=(b"COUNT",))
    count = integer(chosen.get(b"COUNT", b"1"), "ERR count should be greater than 0", least=1)
    if side.upper() not in SIDES:
        raise Error(SYNTAX)
    for key in keys:
        if engine.read(key, deque):
            taken = pop(engine, key, SIDES[side.upper()], b"%d" % count)
            engine.instead([b"LPOP" if SIDES[side.upper()] else b"RPOP", key, b"%d" % len(taken)])
            return [key, taken]
    return NO_LIST


@reads("llen", 2)
def llen(engine, key):
    return len(engine.open(key, deque))


@reads("lrange", 4)
def lrange(engine, key, first, last):
    first, last = integer(first), integer(last)
    values = engine.open(key, deque)
    places = stretch(first, last, len(values))
    return list(islice(values, places.start, places.stop)) if places else []


@reads("lindex", 3)
def lindex(engine, key, place):
    values = engine.read(key, deque)
    if values is None:
        return None
    place = integer(place)
    return values[place] if -len(values) <= place < len(values) else None


@grows("lset", 4)
def lset(engine, key, place, item):
    values = engine.read(key, deque)
    if values is None:
        raise Error("ERR no such key")
    place = integer(place)
    if not -len(values) <= place < len(values):
        raise Error("ERR index out of range")
    values[place] = item
    engine.keep(key, values)
    return OK


@grows("linsert", 5)
def linsert(engine, key, where, pivot, item):
    after = {b"BEFORE": 0, b"AFTER": 1}.get(where.upper())
    if after is None:
        raise Error(SYNTAX)
    values = engine.read(key, deque)
    if values is None:
        return 0
    if pivot not in values:
        return -1
    values.insert(values.index(pivot) + after, item)
    engine.keep(key, values)
    return len(values)


@writes("lrem", 4)
def lrem(engine, key, count, item):
    count, values = integer(count, least=-MOST), engine.open(key, deque)
    number = min(abs(count) or len(values), values.count(item))
    if not number:
        return 0
    if count < 0:
        values.reverse()
    for _ in range(number):
        values.remove(item)
    if count < 0:
        values.reverse()
    engine.keep(key, values)
    return number


@writes("ltrim", 4)
def ltrim(engine, key, first, last):
    first, last = integer(first), integer(last)
    values = engine.read(key, deque)
    if values is not None:
        places = stretch(first, last, len(values))
        engine.keep(key, deque(islice(values, places.start, places.stop)) if places else deque())
    return OK


@grows("lmove", 5, keys=(1, 2, 1))
def lmove(engine, source, target, whence, whither):
    if whence.upper() not in SIDES or whither.upper() not in SIDES:
        raise Error(SYNTAX)
    if engine.read(source, deque) is None:
        return None
    engine.read(target, deque)
    item = pop(engine, source, SIDES[whence.upper()])
    push(engine, target, [item], SIDES[whither.upper()])
    return item


@grows("rpoplpush", 3, keys=(1, 2, 1))
def rpoplpush(engine, source, target):
    return lmove(engine, source, target, b"RIGHT", b"LEFT")


@reads("lpos", -3)
def lpos(engine, key, item, *words):
    chosen = options(words, (), (b"RANK", b"COUNT", b"MAXLEN"))
    rank = within(chosen.get(b"RANK", b"1"), -MOST, MOST)
    if rank == 0:
        raise Error("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative"
                    " to start from the end of the list")
    count = integer(chosen.get(b"COUNT", b"1"), "ERR COUNT can't be negative", least=0)
    most = integer(chosen.get(b"MAXLEN", b"0"), "ERR MAXLEN can't be negative", least=0)
    values = engine.open(key, deque)
    places = range(len(values)) if rank > 0 else range(len(values) - 1, -1, -1)
    walked = zip(places, values if rank > 0 else reversed(values))
    matches = (place for place, value in islice(walked, most or None) if value == item)
    found = list(islice(matches, abs(rank) - 1, abs(rank) - 1 + count if count else None))
    return found if b"COUNT" in chosen else found[0] if found else None
