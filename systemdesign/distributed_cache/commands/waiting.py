"""Commands that take something, and wait where there is nothing yet."""

from collections import deque

from systemdesign.distributed_cache.commands import lists, scores
from systemdesign.distributed_cache.commands.arguments import decimal
from systemdesign.distributed_cache.commands.table import grows, writes
from systemdesign.distributed_cache.queues import Waiting
from systemdesign.distributed_cache.replies import NO_LIST, Error
from systemdesign.distributed_cache.sorted import Sorted

KEYS, NONE = (1, -2, 1), (0, 0, 0)


def wait(engine, keys, kind, attempt, timeout, none=NO_LIST):
    """What the attempt gives, if need be later. A transaction does not wait, nor does what a log repeats."""
    seconds = decimal(timeout, "ERR timeout is not a float or is out of range")
    if seconds < 0:
        raise Error("ERR timeout is negative")
    if seconds > 2**53 / 1000:
        raise Error("ERR timeout is out of range")
    reply = attempt()
    if reply is not None:
        return reply
    if engine.inside or engine.applying:
        return none
    waiting = Waiting(engine.queues, keys, kind, attempt, seconds, none)
    engine.queues.join(waiting)
    return waiting


def pop(engine, keys, left):
    """One of the first list that has any, with its key."""
    for key in keys:
        item = lists.pop(engine, key, left)
        if item is not None:
            engine.instead([b"LPOP" if left else b"RPOP", key])
            return [key, item]
    return None


@writes("blpop", -3, keys=KEYS)
def blpop(engine, *words):
    return wait(engine, words[:-1], deque, lambda: pop(engine, words[:-1], True), words[-1])


@writes("brpop", -3, keys=KEYS)
def brpop(engine, *words):
    return wait(engine, words[:-1], deque, lambda: pop(engine, words[:-1], False), words[-1])


@grows("blmove", 6, keys=(1, 2, 1))
def blmove(engine, source, target, whence, whither, timeout):
    def attempt():
        item = lists.lmove(engine, source, target, whence, whither)
        engine.instead([b"LMOVE", source, target, whence, whither])
        return item

    return wait(engine, [source], deque, attempt, timeout, None)


@grows("brpoplpush", 4, keys=(1, 2, 1))
def brpoplpush(engine, source, target, timeout):
    return blmove(engine, source, target, b"RIGHT", b"LEFT", timeout)


def tried(command, engine, words):
    """What a command that does not wait gives, with None for no list."""
    reply = command(engine, *words)
    return None if reply is NO_LIST else reply


@writes("blmpop", -5, keys=NONE, counted=2)
def blmpop(engine, timeout, number, *words):
    keys = words[: int(number)] if number.isdigit() else []
    return wait(engine, keys, deque, lambda: tried(lists.lmpop, engine, (number, *words)), timeout)


def best(engine, keys, place):
    """One of the first sorted set that has any, with its key and its score."""
    for key in keys:
        if engine.open(key, Sorted):
            [(member, score)] = scores.pop(engine, key, place, 1)
            return [key, member, score]
    return None


@writes("bzpopmin", -3, keys=KEYS)
def bzpopmin(engine, *words):
    return wait(engine, words[:-1], Sorted, lambda: best(engine, words[:-1], 0), words[-1])


@writes("bzpopmax", -3, keys=KEYS)
def bzpopmax(engine, *words):
    return wait(engine, words[:-1], Sorted, lambda: best(engine, words[:-1], -1), words[-1])


@writes("bzmpop", -5, keys=NONE, counted=2)
def bzmpop(engine, timeout, number, *words):
    keys = words[: int(number)] if number.isdigit() else []
    return wait(engine, keys, Sorted, lambda: tried(scores.zmpop, engine, (number, *words)), timeout)
