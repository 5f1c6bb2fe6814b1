"""What several sorted sets, or sets, have in common, with scores weighed and put together."""

from math import isnan

from systemdesign.distributed_cache.commands.arguments import decimal, integer, options
from systemdesign.distributed_cache.commands.ranges import replied
from systemdesign.distributed_cache.commands.sets import store
from systemdesign.distributed_cache.commands.table import grows, reads
from systemdesign.distributed_cache.keyspace import WRONG_TYPE
from systemdesign.distributed_cache.replies import SYNTAX, Error
from systemdesign.distributed_cache.sorted import Sorted

AGGREGATES = {b"SUM": lambda one, other: 0.0 if isnan(one + other) else one + other, b"MIN": min, b"MAX": max}


def sources(engine, number, words, command):
    """{member: score} of each key, and the words after them; the members of a plain set score 1."""
    count = integer(number)
    if count < 1:
        raise Error(f"ERR at least 1 input key is needed for '{command}' command")
    if count > len(words):
        raise Error(SYNTAX)
    found = [engine.find(key) for key in words[:count]]
    if any(value is not None and type(value) not in (set, Sorted) for value in found):
        raise Error(WRONG_TYPE)
    return [dict.fromkeys(value, 1.0) if type(value) is set else value or {} for value in found], words[count:]


def weights(words, count):
    """The weights in WEIGHTS 1 2 …, and the other words."""
    upper = [word.upper() for word in words]
    if b"WEIGHTS" not in upper:
        return [1.0] * count, words
    at = upper.index(b"WEIGHTS")
    if len(words) < at + 1 + count:
        raise Error(SYNTAX)
    return ([decimal(word, "ERR weight value is not a float") for word in words[at + 1 : at + 1 + count]],
            [*words[:at], *words[at + 1 + count :]])


def scaled(source, weight):
    """A source's scores times its weight."""
    products = {member: score * weight for member, score in source.items()}
    return {member: 0.0 if isnan(score) else score for member, score in products.items()}


def combined(engine, way, number, words, command, flags=()):
    """The members of the union, the intersection or the difference, and whether scores are asked for."""
    found, rest = sources(engine, number, words, command)
    if way == "diff":
        members = {member: score for member, score in found[0].items() if not any(member in one for one in found[1:])}
        return Sorted(members), b"WITHSCORES" in options(rest, flags)
    factors, rest = weights(rest, len(found))
    chosen = options(rest, flags, (b"AGGREGATE",))
    aggregate = AGGREGATES.get(chosen.get(b"AGGREGATE", b"SUM").upper())
    if aggregate is None:
        raise Error(SYNTAX)
    members = {}
    for source, factor in zip(found, factors):
        for member, score in scaled(source, factor).items():
            members[member] = aggregate(members[member], score) if member in members else score
    if way == "inter":
        members = {member: score for member, score in members.items() if all(member in one for one in found)}
    return Sorted(members), b"WITHSCORES" in chosen


def listed(engine, way, number, words):
    """The combination as a reply."""
    members, scored = combined(engine, way, number, words, f"z{way}", (b"WITHSCORES",))
    return replied(members.order, scored)


@reads("zunion", -3, keys=(0, 0, 0), counted=1)
def zunion(engine, number, *words):
    return listed(engine, "union", number, words)


@reads("zinter", -3, keys=(0, 0, 0), counted=1)
def zinter(engine, number, *words):
    return listed(engine, "inter", number, words)


@reads("zdiff", -3, keys=(0, 0, 0), counted=1)
def zdiff(engine, number, *words):
    return listed(engine, "diff", number, words)


@grows("zunionstore", -4, counted=2)
def zunionstore(engine, target, number, *words):
    return store(engine, target, combined(engine, "union", number, words, "zunionstore")[0])


@grows("zinterstore", -4, counted=2)
def zinterstore(engine, target, number, *words):
    return store(engine, target, combined(engine, "inter", number, words, "zinterstore")[0])


@grows("zdiffstore", -4, counted=2)
def zdiffstore(engine, target, number, *words):
    return store(engine, target, combined(engine, "diff", number, words, "zdiffstore")[0])


@reads("zintercard", -3, keys=(0, 0, 0), counted=1)
def zintercard(engine, number, *words):
    found, rest = sources(engine, number, words, "zintercard")
    limit = integer(options(rest, (), (b"LIMIT",)).get(b"LIMIT", b"0"), "ERR LIMIT can't be negative", least=0)
    common = sum([all(member in one for one in found) for member in found[0]])
    return min(common, limit) if limit else common
