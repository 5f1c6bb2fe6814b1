"""SORT: the members of a collection in the order of numbers or letters, their own or those that other keys hold."""

from collections import deque

from systemdesign.distributed_cache.commands.arguments import integer
from systemdesign.distributed_cache.commands.sets import store
from systemdesign.distributed_cache.commands.table import grows, reads
from systemdesign.distributed_cache.keyspace import WRONG_TYPE
from systemdesign.distributed_cache.numbers import real
from systemdesign.distributed_cache.replies import SYNTAX, Error
from systemdesign.distributed_cache.sorted import Sorted

PLAIN = {b"ASC", b"DESC", b"ALPHA"}


@grows("sort", -2, option=b"STORE")
def sort(engine, key, *words):
    chosen = options(words, (b"BY", b"STORE"))
    found = result(engine, key, chosen)
    if b"STORE" not in chosen:
        return found
    return store(engine, chosen[b"STORE"], deque(b"" if item is None else item for item in found))


@reads("sort_ro", -2)
def sort_ro(engine, key, *words):
    return result(engine, key, options(words, (b"BY",)))


def options(words, valued):
    """{option: its value}; of GET, which may be said again, the list of its patterns."""
    chosen, rest = {b"GET": []}, list(words)
    while rest:
        name = rest.pop(0).upper()
        if name in PLAIN:
            chosen[name] = True
        elif name in valued and rest:
            chosen[name] = rest.pop(0)
        elif name == b"GET" and rest:
            chosen[b"GET"].append(rest.pop(0))
        elif name == b"LIMIT" and len(rest) > 1:
            chosen[name] = [integer(rest.pop(0)), integer(rest.pop(0))]
        else:
            raise Error(SYNTAX)
    if b"ASC" in chosen and b"DESC" in chosen:  # the last of them holds
        last = [word.upper() for word in words if word.upper() in (b"ASC", b"DESC")][-1]
        del chosen[b"ASC" if last == b"DESC" else b"DESC"]
    return chosen


def result(engine, key, chosen):
    """What SORT answers: the members, or what GET finds for each."""
    value = engine.find(key)
    if value is not None and type(value) not in (deque, set, Sorted):
        raise Error(WRONG_TYPE)
    members = [member for _, member in value.order] if type(value) is Sorted else list(value or ())
    pattern = chosen.get(b"BY", b"*")
    if b"*" in pattern:
        members.sort(key=rank(engine, pattern if b"BY" in chosen else b"#", b"ALPHA" in chosen))
    elif type(value) is set and b"STORE" in chosen:  # its own order is another wherever the log is run again
        members.sort()
    if b"DESC" in chosen:
        members.reverse()
    offset, count = chosen.get(b"LIMIT", (0, -1))
    members = members[max(0, offset) :][: None if count < 0 else count]
    if not chosen[b"GET"]:
        return members
    return [looked_up(engine, pattern, member) for member in members for pattern in chosen[b"GET"]]


def rank(engine, pattern, alpha):
    """A function that gives what a member is sorted by; where that is equal, by the member itself."""
    def by_letters(member):
        weight = looked_up(engine, pattern, member)
        return weight is not None, weight or b"", member

    def by_number(member):
        weight = looked_up(engine, pattern, member)
        number = 0.0 if weight is None else real(weight)
        if number is None:
            raise Error("ERR One or more scores can't be converted into double")
        return number, member

    return by_letters if alpha else by_number


def looked_up(engine, pattern, member):
    """What the key holds whose name is the pattern with the member in place of its star, or its field after ->."""
    if pattern == b"#":
        return member
    if b"*" not in pattern:
        return None
    name, arrow, field = pattern.partition(b"->")
    if not field or b"*" not in name:
        name, arrow = pattern, b""
    value = engine.find(name.replace(b"*", member, 1))
    if arrow:
        return value.get(field) if type(value) is dict else None
    return value if type(value) is bytes else None
