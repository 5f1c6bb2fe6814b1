"""Sets, and what several have in common."""

from itertools import islice

from systemdesign.distributed_cache.commands.arguments import integer, options, positive, split, within
from systemdesign.distributed_cache.commands.table import ALL, grows, reads, writes
from systemdesign.distributed_cache.replies import Error

WITHOUT_KEYS = (0, 0, 0)


@grows("sadd", -3)
def sadd(engine, key, *members):
    values = engine.open(key, set)
    before = len(values)
    values.update(members)
    if len(values) > before:
        engine.keep(key, values)
    return len(values) - before


@writes("srem", -3)
def srem(engine, key, *members):
    values = engine.open(key, set)
    before = len(values)
    values.difference_update(members)
    if len(values) < before:
        engine.keep(key, values)
    return before - len(values)


@reads("smembers", 2)
def smembers(engine, key):
    return set(engine.open(key, set))


@reads("sismember", 3)
def sismember(engine, key, member):
    return int(member in engine.open(key, set))


@reads("smismember", -3)
def smismember(engine, key, *members):
    values = engine.open(key, set)
    return [int(member in values) for member in members]


@reads("scard", 2)
def scard(engine, key):
    return len(engine.open(key, set))


@grows("smove", 4, keys=(1, 2, 1))
def smove(engine, source, target, member):
    values = engine.read(source, set)
    if values is None:
        return 0
    others = engine.open(target, set)
    if member not in values:
        return 0
    if source != target:
        values.remove(member)
        engine.keep(source, values)
        if member not in others:
            others.add(member)
            engine.keep(target, others)
    return 1


@writes("spop", -2)
def spop(engine, key, *count):
    if len(count) > 1:
        raise engine.commands[b"SPOP"].misused()
    most = positive(count[0]) if count else 1
    values = engine.open(key, set)
    taken = drawn(engine.chance, values, most)
    if taken:
        values.difference_update(taken)
        engine.keep(key, values)
        engine.instead([b"SREM", key, *taken] if values else [b"DEL", key])
    return set(taken) if count else taken[0] if taken else None


def drawn(chance, values, count):
    """So many different things of a collection by chance; all, where it has no more. Walks it as far as it must."""
    if count >= len(values):
        return list(values)
    if count == 1:
        return list(islice(values, place := chance.randrange(len(values)), place + 1))
    return chance.sample(list(values), count)


def picked(chance, values, count):
    """As SRANDMEMBER and its like count: different things, or, where negative, any so many times."""
    if count >= 0:
        return drawn(chance, values, count)
    values = list(values)
    return [chance.choice(values) for _ in range(-count)] if values else []


@reads("srandmember", -2)
def srandmember(engine, key, *count):
    if len(count) > 1:
        raise Error("ERR syntax error")
    number = within(count[0]) if count else 1
    found = picked(engine.chance, engine.open(key, set), number)
    return found if count else found[0] if found else None


def intersection(engine, keys):
    """What is in all of them."""
    found = [engine.open(key, set) for key in keys]
    return set.intersection(*sorted(found, key=len))


def union(engine, keys):
    """What is in any of them."""
    return set().union(*[engine.open(key, set) for key in keys])


def difference(engine, keys):
    """What is in the first and in no other."""
    first, *others = [engine.open(key, set) for key in keys]
    return first.difference(*others)


def store(engine, target, members):
    """Keep a result under a key, whatever was there; an empty one is none. Returns how many there are."""
    if members:
        engine.keep(target, members)
        engine.release(target)
    elif engine.find(target) is not None:
        engine.drop(target)
        engine.instead([b"DEL", target])
    return len(members)


@reads("sinter", -2, keys=ALL)
def sinter(engine, *keys):
    return intersection(engine, keys)


@reads("sunion", -2, keys=ALL)
def sunion(engine, *keys):
    return union(engine, keys)


@reads("sdiff", -2, keys=ALL)
def sdiff(engine, *keys):
    return difference(engine, keys)


@grows("sinterstore", -3, keys=ALL)
def sinterstore(engine, target, *keys):
    return store(engine, target, intersection(engine, keys))


@grows("sunionstore", -3, keys=ALL)
def sunionstore(engine, target, *keys):
    return store(engine, target, union(engine, keys))


@grows("sdiffstore", -3, keys=ALL)
def sdiffstore(engine, target, *keys):
    return store(engine, target, difference(engine, keys))


@reads("sintercard", -3, keys=WITHOUT_KEYS, counted=1)
def sintercard(engine, number, *words):
    keys, rest = split(number, words)
    limit = integer(options(rest, (), (b"LIMIT",)).get(b"LIMIT", b"0"), "ERR LIMIT can't be negative", least=0)
    found = len(intersection(engine, keys))
    return min(found, limit) if limit else found
