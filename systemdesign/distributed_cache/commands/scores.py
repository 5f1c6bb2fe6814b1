"""Sorted sets, member by member."""

from math import isnan

from systemdesign.distributed_cache.commands.arguments import decimal, integer, options, positive, split, within
from systemdesign.distributed_cache.commands.sets import picked
from systemdesign.distributed_cache.commands.table import grows, reads, writes
from systemdesign.distributed_cache.replies import NO_LIST, SYNTAX, Error, Pairs
from systemdesign.distributed_cache.sorted import Sorted

CONDITIONS = {b"NX", b"XX", b"GT", b"LT", b"CH", b"INCR"}
ENDS = {b"MIN": 0, b"MAX": -1}


@grows("zadd", -4)
def zadd(engine, key, *words):
    chosen, words = set(), list(words)
    while words and words[0].upper() in CONDITIONS:
        chosen.add(words.pop(0).upper())
    if len(words) % 2 or not words:
        raise Error(SYNTAX)
    if {b"NX", b"XX"} <= chosen:
        raise Error("ERR XX and NX options at the same time are not compatible")
    if len(chosen & {b"GT", b"LT", b"NX"}) > 1:
        raise Error("ERR GT, LT, and/or NX options at the same time are not compatible")
    if b"INCR" in chosen and len(words) > 2:
        raise Error("ERR INCR option supports a single increment-element pair")
    pairs = [(decimal(score), member) for score, member in zip(words[::2], words[1::2])]
    return score(engine, key, pairs, chosen)


def score(engine, key, pairs, chosen):
    """Give members scores, as the conditions chosen allow. Returns what ZADD does."""
    values = engine.open(key, Sorted)
    added = changed = 0
    new = None
    for number, member in pairs:
        old = values.get(member)
        new = aimed(old, number, chosen)
        if new is not None and new != old:
            values.put(member, new)
            added, changed = added + (old is None), changed + 1
    if changed:
        engine.keep(key, values)
    return new if b"INCR" in chosen else changed if b"CH" in chosen else added


def aimed(old, number, chosen):
    """The score that a member with the old one is to have, or None where it stays as it is."""
    if b"XX" in chosen if old is None else b"NX" in chosen:
        return None
    if b"INCR" in chosen and old is not None:
        number += old
        if isnan(number):
            raise Error("ERR resulting score is not a number (NaN)")
    if old is not None and ((b"GT" in chosen and number <= old) or (b"LT" in chosen and number >= old)):
        return None
    return number


@grows("zincrby", 4)
def zincrby(engine, key, by, member):
    return score(engine, key, [(decimal(by), member)], {b"INCR"})


@writes("zrem", -3)
def zrem(engine, key, *members):
    values = engine.open(key, Sorted)
    removed = sum([values.remove(member) for member in members])
    if removed:
        engine.keep(key, values)
    return removed


@reads("zcard", 2)
def zcard(engine, key):
    return len(engine.open(key, Sorted))


@reads("zscore", 3)
def zscore(engine, key, member):
    return engine.open(key, Sorted).get(member)


@reads("zmscore", -3)
def zmscore(engine, key, *members):
    values = engine.open(key, Sorted)
    return [values.get(member) for member in members]


def rank(engine, key, member, words, fall):
    """The place of a member from the lowest, or from the highest; WITHSCORE, its score too."""
    if len(words) > 1:
        raise engine.commands[b"ZREVRANK" if fall else b"ZRANK"].misused()
    told = options(words, (b"WITHSCORE",))
    values = engine.open(key, Sorted)
    if member not in values:
        return NO_LIST if told else None
    place = values.rank(member)
    place = len(values) - 1 - place if fall else place
    return [place, values[member]] if told else place


@reads("zrank", -3)
def zrank(engine, key, member, *words):
    return rank(engine, key, member, words, fall=False)


@reads("zrevrank", -3)
def zrevrank(engine, key, member, *words):
    return rank(engine, key, member, words, fall=True)


def pop(engine, key, place, count):
    """Take so many from one end, as pairs."""
    values = engine.open(key, Sorted)
    entries = values.order[:count] if place == 0 else values.order[: -count - 1 : -1]
    for _, member in entries:
        values.remove(member)
    if entries:
        engine.keep(key, values)
        engine.instead([b"ZREM", key, *[member for _, member in entries]])
    return Pairs([(member, score) for score, member in entries])


def pop_as_asked(engine, key, place, count):
    """One without a list round it, or up to as many as the count says."""
    if len(count) > 1:
        raise Error(SYNTAX)
    found = pop(engine, key, place, positive(count[0]) if count else 1)
    return found if count else [part for pair in found for part in pair]


@writes("zpopmin", -2)
def zpopmin(engine, key, *count):
    return pop_as_asked(engine, key, 0, count)


@writes("zpopmax", -2)
def zpopmax(engine, key, *count):
    return pop_as_asked(engine, key, -1, count)


@writes("zmpop", -4, keys=(0, 0, 0), counted=1)
def zmpop(engine, number, *words):
    keys, (end, *rest) = split(number, words, least=1)
    chosen = options(rest, (), (b"COUNT",), once=(b"COUNT",))
    count = integer(chosen.get(b"COUNT", b"1"), "ERR count should be greater than 0", least=1)
    if end.upper() not in ENDS:
        raise Error(SYNTAX)
    for key in keys:
        if engine.open(key, Sorted):
            return [key, [list(pair) for pair in pop(engine, key, ENDS[end.upper()], count)]]
    return NO_LIST


@reads("zrandmember", -2)
def zrandmember(engine, key, *words):
    if len(words) > 2 or (len(words) == 2 and words[1].upper() != b"WITHSCORES"):
        raise Error(SYNTAX)
    number = within(words[0]) if words else 1
    values = engine.open(key, Sorted)
    members = picked(engine.chance, values, number)
    if len(words) == 2:
        return Pairs([(member, values[member]) for member in members])
    return members if words else members[0] if members else None
