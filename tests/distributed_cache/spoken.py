"""A server's replies, read off its stream, in the shape in which two servers can be compared."""

from systemdesign.distributed_cache.replies import request
from tests.distributed_cache.drawn import TIMED, UNORDERED


class Told:
    """What a server answered to a request: equal to what another did, as far as they must agree."""

    def __init__(self, name, value):
        self.name, self.value = name, value

    def __repr__(self):
        return repr(self.value)

    def __eq__(self, other):
        mine, theirs = self.value, other.value
        if self.name in TIMED and mine[:1] == theirs[:1] == b":" and min(int(mine[1:]), int(theirs[1:])) > 0:
            return abs(int(mine[1:]) - int(theirs[1:])) < 10_000
        return mine == theirs


def read(stream):
    """One reply: its line, or a list whose first is its line; of an error, its first word."""
    line = stream.readline()
    kind, rest = line[:1], line[1:-2]
    if kind == b"-":
        return line.split()[0]
    if kind in b"$=" and rest != b"-1":
        return kind + stream.read(int(rest) + 2)[:-2]
    if kind in b"*~%" and rest != b"-1":
        return [kind, *[read(stream) for _ in range(int(rest) * (2 if kind == b"%" else 1))]]
    return line[:-2]


def told(stream, arguments):
    """The reply to this request."""
    name, value = arguments[0].upper(), read(stream)
    return Told(name, unordered(value) if name in UNORDERED else value)


def unordered(value):
    """A reply with its lists sorted: of fields with values, pair by pair is more than we ask."""
    return [value[0], *sorted(map(unordered, value[1:]), key=repr)] if isinstance(value, list) else value


def asked(requests):
    """The bytes of these requests."""
    return b"".join(map(request, requests))


READ = {b"+string": [b"GET"], b"+list": [b"LRANGE", b"0", b"-1"], b"+set": [b"SMEMBERS"], b"+hash": [b"HGETALL"],
        b"+zset": [b"ZRANGE", b"0", b"-1", b"WITHSCORES"]}


def reading(kind, key):
    """The requests that read all of a key of this type."""
    name, *rest = READ.get(kind, [b"EXISTS"])
    return [[name, key, *rest], [b"PEXPIRETIME", key]]
