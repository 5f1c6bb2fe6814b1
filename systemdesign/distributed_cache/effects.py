"""What writes come to, as bytes: the form in which a log keeps them and replicas hear of them.

A command's effects are requests that leave the same keys wherever they are run: SPOP's is an SREM, EXPIRE's the time at
which it ends. A transaction's stand between MULTI and EXEC: all of them count, or none.
"""

from systemdesign.distributed_cache.replies import request
from systemdesign.distributed_cache.wire import Parser

OPEN, CLOSE = [b"MULTI"], [b"EXEC"]


def packed(effects):
    """The bytes of effects, each a list of bytes."""
    return b"".join(map(request, effects))


class Damaged(Exception):
    """At the byte `position` stands what nobody has written, and more after it."""

    def __init__(self, position):
        super().__init__(f"At byte {position:,} stands what nobody has written.")
        self.position = position


class Unpacker:
    """Effects out of a stream of bytes, however it was cut. `end` is the position where the last whole ones end."""

    def __init__(self, end=0):
        self.end = self._base = end
        self._parser, self._data, self._group = Parser(), bytearray(), []

    def feed(self, data):
        """The effects that are whole now: lists of requests, of each of which all count.

        Raises Damaged where something else stands in the stream.
        """
        self._data += data
        whole, at = [], 0
        for arguments in self._parser.feed(data):
            written = request(arguments)
            if not self._data.startswith(written, at):
                raise Damaged(self._base + at)
            at += len(written)
            self._group.append(arguments)
            if self._group[0] != OPEN or arguments == CLOSE:
                whole.append(self._group)
                self._group, self.end = [], self._base + at
        if self._parser.error:
            raise Damaged(self._base + at)
        del self._data[:at]
        self._base += at
        return whole
