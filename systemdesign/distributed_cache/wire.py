"""Requests out of a stream of bytes, however the network cut it: several at once, or a byte at a time.

The form is the protocol's array of bulk strings; a line of plain words, as somebody types it, is a request too.
"""

import re

from systemdesign.distributed_cache.numbers import whole
from systemdesign.distributed_cache.replies import Error

LONGEST, MOST, LINE = 512 * 1024 * 1024, 1024 * 1024, 64 * 1024
WORD = re.compile(rb"""\s*(?:"((?:\\.|[^"\\])*)"(?=\s|$)|'((?:\\'|[^'])*)'(?=\s|$)|([^\s"']+))\s*""", re.S)
ESCAPED = re.compile(rb"\\(x[0-9a-fA-F]{2}|.)", re.S)
CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"a": b"\a"}


class Parser:
    """The requests of one stream.

    `whole` counts the bytes up to the end of the last whole request. `error` is what was wrong with the stream, if
    anything was: nothing after it is read.
    """

    def __init__(self):
        self.whole, self.error = 0, None
        self._passed, self._rest, self._needs = 0, bytearray(), 0
        self._missing, self._arguments = 0, None  # of an array that has come in part

    def feed(self, data):
        """The requests that are whole now, each a list of bytes, in order; the rest is kept until more comes."""
        if self._rest or self.error:
            self._rest += data
            if self.error or len(self._rest) < self._needs:
                return []
            data, self._rest = bytes(self._rest), bytearray()
        requests, self._needs = [], 0
        try:
            at = self._read(data, requests)
        except Error as error:
            at, self.error = 0, error
        self._passed += at
        if at < len(data):
            self._rest += data[at:]
        return requests

    def _read(self, data, requests):
        """Add to the requests; returns where the reading stopped, at the end or before a piece that is not whole."""
        at, find, passed = 0, data.find, self._passed
        while at < len(data):
            if not self._missing:
                if data[at] != 42:
                    end = find(b"\n", at)
                    if end < 0:
                        return _patient(data, at, "too big inline request")
                    self._arguments, at = words(data[at:end]), end + 1
                else:
                    end = find(b"\r\n", at)
                    if end < 0:
                        return _patient(data, at, "too big mbulk count string")
                    self._missing, self._arguments = max(0, number(data[at + 1 : end], MOST, "multibulk length")), []
                    at = end + 2
            while self._missing:
                end = find(b"\r\n", at)
                if end < 0:
                    return _patient(data, at, "too big bulk count string")
                size = SIZES.get(data[at:end])
                begin = end + 2
                end = begin + (length(data[at:end]) if size is None else size)
                if len(data) < end + 2:
                    self._needs = end + 2 - at
                    return at
                self._arguments.append(data[begin:end])
                self._missing -= 1
                at = end + 2
            self.whole = passed + at
            if self._arguments:
                requests.append(self._arguments)
        return at


def _patient(data, at, wrong):
    """No whole line yet, which is in order while it can still become one."""
    if len(data) - at > LINE:
        raise Error(f"ERR Protocol error: {wrong}")
    return at


def number(text, most, what):
    """A count or a length."""
    found = whole(text)
    if found is None or found > most:
        raise Error(f"ERR Protocol error: invalid {what}")
    return found


def length(line):
    """The length that a line such as $5 gives."""
    if line[:1] != b"$":
        raise Error(f"ERR Protocol error: expected '$', got '{line[:1].decode('latin-1')}'")
    size = number(line[1:], LONGEST, "bulk length")
    if size < 0:
        raise Error("ERR Protocol error: invalid bulk length")
    return size


def words(line):
    """The words of a line, in quotation marks where they hold blanks."""
    found, at = [], 0
    line = line.strip()
    while at < len(line):
        match = WORD.match(line, at)
        if not match:
            raise Error("ERR Protocol error: unbalanced quotes in request")
        double, single, plain = match.groups()
        found.append(ESCAPED.sub(_meant, double) if double is not None
                     else plain if single is None else single.replace(b"\\'", b"'"))
        at = match.end()
    return found


def _meant(escape):
    letter = escape[1]
    return bytes([int(letter[1:], 16)]) if len(letter) == 3 else CONTROLS.get(letter, letter)


SIZES = {b"$%d" % size: size for size in range(1024)}
"""The lengths that come often, read already."""
