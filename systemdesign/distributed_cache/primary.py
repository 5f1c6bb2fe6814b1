"""A primary's side of replication: what it did, told to its replicas from a position on."""

import asyncio
from contextlib import suppress

BACKLOG = 1_000_000  # bytes, kept for a replica that comes back


class Primary:
    """A stream of effects, and who has heard how much of it.

    Positions in the stream, `end` the last, are those of the history `name`; the last `backlog` bytes are kept, for
    whoever knew a part of it. `former` is the history that this server heard as a replica, and up to where.
    A link is `send(data)`, and is known by itself: `links` has the position that each has confirmed.
    """

    def __init__(self, name, end=0, backlog=BACKLOG, former=("", 0)):
        self.name, self.end, self.size, self.former = name, end, backlog, former
        self.links, self.full, self.partial = {}, 0, 0
        self._backlog, self._waiting = bytearray(), []

    @property
    def heard(self):
        """Whether there is anybody to tell, or has been: before that nothing need be kept."""
        return bool(self.links or self.full or self.former[0])

    @property
    def start(self):
        """The position from which on a replica can have it without a copy of all keys."""
        return self.end - len(self._backlog)

    def append(self, data):
        """Tell all links, now. Returns the position after it."""
        self._backlog += data
        self.end += len(data)
        if len(self._backlog) > 2 * self.size:
            del self._backlog[: -self.size]
        for send in list(self.links):
            send(data)
        return self.end

    def attach(self, send, name, position, pieces):
        """Begin to tell a replica that knows the history `name` up to `position`: what it missed, or all keys first.

        `pieces()` gives the bytes of a snapshot of this moment.
        """
        if self._knows(name, position):
            self.partial += 1
            send(b"+CONTINUE %b\r\n" % self.name.encode() + self._backlog[len(self._backlog) - (self.end - position) :])
        else:
            self.full, position = self.full + 1, self.end
            data = b"".join(pieces())
            send(b"+FULLRESYNC %b %d\r\n$%d\r\n" % (self.name.encode(), self.end, len(data)) + data)
        self.links[send] = None

    def _knows(self, name, position):
        same = name == self.name or (name == self.former[0] and position <= self.former[1])
        return same and self.start <= position <= self.end

    def detach(self, send):
        """Its line is cut."""
        self.links.pop(send, None)

    def confirmed(self, send, position):
        """A replica says that it has done everything up to a position."""
        if send in self.links:
            self.links[send] = position
            for wanted, count, known in self._waiting:
                if not known.done() and self.count(wanted) >= count:
                    known.set_result(None)

    def count(self, position):
        """How many replicas have confirmed everything up to a position."""
        return sum(confirmed is not None and confirmed >= position for confirmed in self.links.values())

    def renamed(self, name):
        """The same stream with a history of its own from here on: that of a replica which is a primary now."""
        heir = Primary(name, self.end, self.size, former=(self.name, self.end))
        heir.links, heir._backlog = self.links, self._backlog
        return heir

    async def wait(self, position, count, timeout=None):
        """Until so many replicas have confirmed, or for so many seconds: how many have (Redis documentation, WAIT)."""
        if self.count(position) < count:
            waiting = position, count, asyncio.get_running_loop().create_future()
            self._waiting.append(waiting)
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    await waiting[2]
            self._waiting.remove(waiting)
        return self.count(position)
