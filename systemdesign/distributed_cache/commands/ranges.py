"""Ranges of sorted sets: by place, by score, by member; read, counted, kept elsewhere and removed."""

from operator import itemgetter

from systemdesign.distributed_cache.commands.arguments import apart, integer, options, stretch
from systemdesign.distributed_cache.commands.sets import store
from systemdesign.distributed_cache.commands.table import grows, reads, writes
from systemdesign.distributed_cache.numbers import real
from systemdesign.distributed_cache.replies import SYNTAX, Error, Pairs
from systemdesign.distributed_cache.sorted import SCORE, Sorted

PLACE, BY_SCORE, BY_MEMBER = "place", "score", "member"
MEMBER = itemgetter(1)
NOWHERE = range(0)


def score_bound(text):
    """5 or (5: the score, and whether it is itself left out."""
    number = real(text.removeprefix(b"(") or b"0")
    if number is None:
        raise Error("ERR min or max is not a float")
    return number, text[:1] == b"("


def member_bound(text):
    """[a, (a, - or +: the member, and whether it is itself left out; - and + are None, as what lies outside all."""
    if text in (b"-", b"+"):
        return text, None
    if text[:1] not in (b"[", b"("):
        raise Error("ERR min or max not valid string range item")
    return text[1:], text[:1] == b"("


def place_bound(text):
    return integer(text)


BOUNDS = {PLACE: place_bound, BY_SCORE: score_bound, BY_MEMBER: member_bound}


def places(values, by, low, high):
    """The places in the order that lie between two bounds."""
    if by == PLACE:
        return stretch(low, high, len(values))
    if by == BY_SCORE:
        return values.between(low, high, SCORE)
    if low == (b"+", None) or high == (b"-", None):
        return NOWHERE
    first = 0 if low[1] is None else values.between(low, (low[0], False), MEMBER).start
    last = len(values) if high[1] is None else values.between((b"", False), high, MEMBER).stop
    return range(first, max(first, last))


def taken(engine, key, low, high, by, fall=False, limit=None):
    """[(score, member)] of a range, from high to low if they `fall`; of these a part, if `limit` is (offset, count)."""
    if fall and by != PLACE:
        low, high = high, low
    low, high = BOUNDS[by](low), BOUNDS[by](high)
    values = engine.open(key, Sorted)
    if not values:
        return []
    if fall and by == PLACE:
        low, high = -1 - high, -1 - low
        found = stretch(low, high, len(values))
    else:
        found = places(values, by, low, high)
    if fall:
        found = found[::-1]
    if limit:
        offset, count = limit
        found = NOWHERE if offset < 0 else found[offset:] if count < 0 else found[offset : offset + count]
    return [values.order[place] for place in found]


def wanted(words, flags):
    """The options of a range, of those that the command knows: {option: value}, and (offset, count) or None."""
    chosen = options(words, flags, paired=(b"LIMIT",))
    limit = [integer(text) for text in chosen.get(b"LIMIT", ())] or None
    return chosen, limit


def replied(entries, scored):
    """A range as a reply, with the scores or without."""
    return Pairs([(member, score) for score, member in entries]) if scored else [member for _, member in entries]


def chosen_range(engine, key, low, high, words, flags):
    """The entries that the options of ZRANGE and ZRANGESTORE choose, and whether scores are asked for."""
    chosen, limit = wanted(words, (b"BYSCORE", b"BYLEX", b"REV", *flags))
    apart(chosen, (b"BYSCORE", b"BYLEX"))
    by = BY_SCORE if b"BYSCORE" in chosen else BY_MEMBER if b"BYLEX" in chosen else PLACE
    if limit and limit[1] != -1 and by == PLACE:
        raise Error(f"{SYNTAX}, LIMIT is only supported in combination with either BYSCORE or BYLEX")
    if b"WITHSCORES" in chosen and by == BY_MEMBER:
        raise Error(f"{SYNTAX}, WITHSCORES not supported in combination with BYLEX")
    return taken(engine, key, low, high, by, b"REV" in chosen, limit if by != PLACE else None), b"WITHSCORES" in chosen


@reads("zrange", -4)
def zrange(engine, key, low, high, *words):
    return replied(*chosen_range(engine, key, low, high, words, (b"WITHSCORES",)))


@grows("zrangestore", -5, keys=(1, 2, 1))
def zrangestore(engine, target, key, low, high, *words):
    entries, _ = chosen_range(engine, key, low, high, words, ())
    return store(engine, target, Sorted([(member, score) for score, member in entries]))


def listed(engine, by, fall, key, low, high, words):
    """The older commands, each for one kind of range and one direction."""
    chosen, limit = wanted(words, (b"WITHSCORES",) if by != BY_MEMBER else ())
    if limit and by == PLACE:
        raise Error(SYNTAX)
    return replied(taken(engine, key, low, high, by, fall, limit), b"WITHSCORES" in chosen)


@reads("zrevrange", -4)
def zrevrange(engine, key, low, high, *words):
    return listed(engine, PLACE, True, key, low, high, words)


@reads("zrangebyscore", -4)
def zrangebyscore(engine, key, low, high, *words):
    return listed(engine, BY_SCORE, False, key, low, high, words)


@reads("zrevrangebyscore", -4)
def zrevrangebyscore(engine, key, high, low, *words):
    return listed(engine, BY_SCORE, True, key, high, low, words)


@reads("zrangebylex", -4)
def zrangebylex(engine, key, low, high, *words):
    return listed(engine, BY_MEMBER, False, key, low, high, words)


@reads("zrevrangebylex", -4)
def zrevrangebylex(engine, key, high, low, *words):
    return listed(engine, BY_MEMBER, True, key, high, low, words)


@reads("zcount", 4)
def zcount(engine, key, low, high):
    return len(taken(engine, key, low, high, BY_SCORE))


@reads("zlexcount", 4)
def zlexcount(engine, key, low, high):
    return len(taken(engine, key, low, high, BY_MEMBER))


def remove(engine, key, low, high, by):
    """Remove a range; returns how many there were."""
    entries = taken(engine, key, low, high, by)
    if entries:
        values = engine.open(key, Sorted)
        for _, member in entries:
            values.remove(member)
        engine.keep(key, values)
    return len(entries)


@writes("zremrangebyrank", 4)
def zremrangebyrank(engine, key, low, high):
    return remove(engine, key, low, high, PLACE)


@writes("zremrangebyscore", 4)
def zremrangebyscore(engine, key, low, high):
    return remove(engine, key, low, high, BY_SCORE)


@writes("zremrangebylex", 4)
def zremrangebylex(engine, key, low, high):
    return remove(engine, key, low, high, BY_MEMBER)
