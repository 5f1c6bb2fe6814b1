"""A replica's side of replication: a copy of all keys, then what the primary does, from a position on."""

from systemdesign.distributed_cache.effects import Damaged, Unpacker

LONGEST = 200  # bytes, of an answer that is none of a primary's


class Replica:
    """What comes from a primary, a connection after another. It knows the history `name` up to `position`.

    cut -- hello() --> asking -- +FULLRESYNC --> copying --> hearing -- the line is cut --> cut
                            \\-- +CONTINUE --------------------^

    `renew(effects)` takes a copy: all keys there are. `hear(effects)` takes what the primary did. What was heard half
    when the line was cut is forgotten: it comes again.
    """

    def __init__(self, renew, hear, name="?", position=0):
        self.renew, self.hear, self.name, self.position = renew, hear, name, position
        self.state, self._rest, self._size, self._unpacker = "cut", b"", 0, None

    def hello(self):
        """What to say on a new connection."""
        self.state, self._rest = "asking", b""
        return b"PSYNC %b %d\r\n" % (self.name.encode(), self.position)

    def feed(self, data):
        """Take what came; the answer is what to say. Damaged where it makes no sense: hang up and come again."""
        if self.state == "asking":
            data = self._answered(data)
        if self.state == "copying":
            data = self._copied(data)
        if self.state == "hearing":
            for effects in self._unpacker.feed(data):
                self.hear(effects)
            self.position = self._unpacker.end
            return b"REPLCONF ACK %d\r\n" % self.position
        return b""

    def _answered(self, data):
        line, found, rest = (self._rest + data).partition(b"\r\n")
        if not found and len(line) < LONGEST:
            self._rest = line
            return b""
        match line.split():
            case [b"+CONTINUE", name]:
                self.name, self.state = name.decode(), "hearing"
                self._unpacker = Unpacker(self.position)
            case [b"+FULLRESYNC", name, position]:
                self.name, self.position, self.state = name.decode(), int(position), "copying"
                self._size = None
            case _:
                raise Damaged(0)
        self._rest = b""
        return rest

    def _copied(self, data):
        self._rest += data
        if self._size is None:
            line, found, rest = self._rest.partition(b"\r\n")
            if not found:
                return b""
            self._size, self._rest = int(line[1:]), bytearray(rest)
        if len(self._rest) < self._size:
            return b""
        copy, rest, self._rest = self._rest[: self._size], bytes(self._rest[self._size :]), b""
        self.renew(Unpacker().feed(bytes(copy)))
        self._unpacker, self.state = Unpacker(self.position), "hearing"
        return rest
