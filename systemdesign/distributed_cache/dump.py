"""A keyspace as the requests that build it anew: what a snapshot holds, and a log after it was rewritten."""

from collections import deque

from systemdesign.distributed_cache.numbers import shown
from systemdesign.distributed_cache.sorted import Sorted

AT_ONCE = 128
"""How many members a request brings."""
BUILDERS = {
    deque: (b"RPUSH", lambda item: [item]),
    set: (b"SADD", lambda member: [member]),
    dict: (b"HSET", list),
    Sorted: (b"ZADD", lambda pair: [shown(pair[1]), pair[0]]),
}


def dump(engine):
    """Requests that build what is there now, for `Engine.apply`. They are made while the caller asks for them."""
    for key, value in engine.values.items():
        yield from built(key, value)
        if key in engine.ends:
            yield [b"PEXPIREAT", key, b"%d" % engine.ends[key]]


def built(key, value):
    """The requests that build one value."""
    if type(value) is bytes:
        yield [b"SET", key, value]
        return
    name, parts = BUILDERS[type(value)]
    members = list(value.items() if isinstance(value, dict) else value)
    for begin in range(0, len(members), AT_ONCE):
        yield [name, key, *[part for member in members[begin : begin + AT_ONCE] for part in parts(member)]]
