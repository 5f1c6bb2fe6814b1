"""What a command answers, and its bytes in version 2 or 3 of the protocol (Redis serialization protocol specification).

A value's Python type says what it is: bytes, int, None, a list, a dict, a set, a float (a score), `Status`, `Error`.
"""

from systemdesign.distributed_cache.numbers import shown


class Error(Exception):
    """A refusal. Its first word says which: Error("WRONGTYPE Operation against …"). Raised, it changes nothing."""

    def __bytes__(self):
        return str(self).encode("latin-1", "replace").replace(b"\r", b" ").replace(b"\n", b" ")

    def __eq__(self, other):
        return type(other) is type(self) and str(other) == str(self)

    __hash__ = Exception.__hash__


class Status(bytes):
    """A short answer of the server's own words, such as OK."""


class NoList:
    """That there is no list: what version 2 tells apart from no value."""


class Pairs(list):
    """Members with their scores, or fields with their values: a list of two in version 3, one after the other in 2."""


class Text(bytes):
    """A report for people to read."""


OK, NO_LIST = Status(b"OK"), NoList()
SYNTAX = "ERR syntax error"


def encode(value, version=2):
    """The bytes of a reply."""
    return ENCODERS[type(value)](value, version)


def bulk(value, version=2):
    """Any bytes, with their length before them: they may contain line ends."""
    return b"$%d\r\n%b\r\n" % (len(value), value)


def request(arguments):
    """The bytes of a request, as a client sends it and a log keeps it."""
    return b"*%d\r\n%b" % (len(arguments), b"".join(map(bulk, arguments)))


def _many(mark, values, version):
    return b"%b%d\r\n%b" % (mark, len(values), b"".join([encode(value, version) for value in values]))


def _pairs(pairs, version):
    return _many(b"*", pairs if version == 3 else [part for pair in pairs for part in pair], version)


def _map(pairs, version):
    parts = b"".join([encode(part, version) for pair in pairs.items() for part in pair])
    return (b"%%%d\r\n" % len(pairs) if version == 3 else b"*%d\r\n" % (2 * len(pairs))) + parts


def _score(value, version):
    return b",%b\r\n" % shown(value) if version == 3 else bulk(shown(value))


ENCODERS = {
    bytes: bulk,
    Status: lambda value, version: b"+%b\r\n" % value,
    Error: lambda value, version: b"-%b\r\n" % bytes(value),
    int: lambda value, version: b":%d\r\n" % value,
    bool: lambda value, version: b":%d\r\n" % value,
    float: _score,
    type(None): lambda value, version: b"_\r\n" if version == 3 else b"$-1\r\n",
    NoList: lambda value, version: b"_\r\n" if version == 3 else b"*-1\r\n",
    list: lambda value, version: _many(b"*", value, version),
    tuple: lambda value, version: _many(b"*", value, version),
    Pairs: _pairs,
    dict: _map,
    set: lambda value, version: _many(b"~" if version == 3 else b"*", value, version),
    Text: lambda value, version: b"=%d\r\ntxt:%b\r\n" % (len(value) + 4, value) if version == 3 else bulk(value),
}
