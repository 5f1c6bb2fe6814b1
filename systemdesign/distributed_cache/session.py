"""What the server remembers of one connection."""

from systemdesign.distributed_cache.replies import encode
from systemdesign.distributed_cache.wire import Parser


class Session:
    """A connection: its version of the protocol, and what it has between MULTI and EXEC."""

    def __init__(self, number=0):
        self.number, self.version, self.name, self.closing = number, 2, b"", False
        self.queue, self.refused = None, False
        self.watched, self.spoilt = set(), False
        self.parser = Parser()

    def receive(self, engine, data, now):
        """The bytes to answer to bytes that came; afterwards `closing` says whether to hang up."""
        out, execute = [], engine.execute
        for arguments in self.parser.feed(data):
            out.append(encode(execute(arguments, now, self), self.version))
            if self.closing:
                break
        if self.parser.error:
            out.append(encode(self.parser.error))
            self.closing = True
        return b"".join(out)
