"""One client's connection: bytes in, bytes out, and no answer before the log has what it owes."""

import asyncio
from collections import deque
from functools import partial

from systemdesign.distributed_cache.commands.connection import leave
from systemdesign.distributed_cache.queues import Waiting
from systemdesign.distributed_cache.replies import Error, encode
from systemdesign.distributed_cache.session import Session

BEHIND = 64_000_000  # bytes that a replica has yet to take, before it is told to come again
PACKET = 64_000  # bytes of replies that are sent at once, about
MANY = 1_000  # requests that a client may send while it waits for an answer, before it is read no more
FULL = Error("ERR max number of clients reached")


class Later:
    """A reply that is yet to come, out of a coroutine: its connection waits for it, and no other."""

    def __init__(self, coroutine):
        self.coroutine = coroutine


class Silence:
    """No reply: what a replica says is not answered."""


SILENCE = Silence()


class Connection(asyncio.Protocol):
    """A client of the `server`. Requests are answered in order, those of one packet with one packet.

    After its last write, `position` is the log's, and `written` that of the stream to the replicas, for WAIT.
    """

    def __init__(self, server):
        self.server, self.node, self.engine = server, server.node, server.node.engine
        self.session = Session(server.number())
        self.session.connection = self
        self.requests, self._waiting, self._slow, self.transport = deque(), None, False, None
        self.position = self.written = 0

    def connection_made(self, transport):
        self.transport = transport
        if len(self.server.connections) >= self.server.most:
            self.session.closing = True
            self._answered(encode(FULL), True, True)
        self.server.connections.add(self)

    def connection_lost(self, error):
        self.server.connections.discard(self)
        self.node.primary.detach(self.send)
        self.engine.session = self.session
        leave(self.engine)
        if self._waiting:
            self._waiting.cancel()

    def pause_writing(self):
        """It reads its answers too slowly: no more of its requests are read or done. A replica has none."""
        if self.send not in self.node.primary.links:
            self._slow = True
            self.transport.pause_reading()

    def resume_writing(self):
        """It has caught up."""
        self._slow = False
        if not self._waiting:
            self.transport.resume_reading()
            self.go_on()

    def data_received(self, data):
        self.requests.extend(self.session.parser.feed(data))
        if self._waiting and len(self.requests) > MANY:
            self.transport.pause_reading()
        self.go_on()

    def go_on(self):
        """Answer what has been asked, as far as nothing has to be waited for."""
        while self.requests and not self._waiting and not self._slow and not self.session.closing:
            self._answer(b"".join(self._replies()))
        if self.session.parser.error and not (self.requests or self._waiting or self.session.closing):
            self.session.closing = True
            self._answer(encode(self.session.parser.error))

    def _replies(self):
        """The bytes of some replies, many requests' but not more than a packet can carry."""
        out, size, requests, session, execute = [], 0, self.requests, self.session, self.engine.execute
        now = self.node.clock()
        while requests and size < PACKET and not session.closing:
            reply = execute(requests.popleft(), now, session)
            if type(reply) is Waiting:
                reply = Later(reply.outcome())
            if type(reply) is Later:
                self._wait(reply)
                break
            if reply is not SILENCE:
                out.append(encode(reply, session.version))
                size += len(out[-1])
        self.server.requests += len(out)
        return out

    def commit(self):
        """Have what it wrote in the log, and told to the replicas."""
        if self.engine.effects:
            self.position, self.written = self.node.commit(), self.node.primary.end

    def _answer(self, data):
        """Send an answer as soon as the log has what was done for it, and what it may show of others' writes."""
        self.commit()
        if log := self.node.log:
            log.then(max(self.position, log.end), partial(self._answered, data, self.session.closing))
        else:
            self._answered(data, self.session.closing, True)

    def _answered(self, data, closing, kept):
        if not kept:
            self.transport.abort()  # it may be done and it may be lost: an answer would be a lie either way
            return
        self.transport.write(data)
        if closing:
            self.transport.close()

    def _wait(self, reply):
        # It goes on reading: whoever does not would not see that a client has hung up.
        self._waiting = asyncio.ensure_future(reply.coroutine)
        self._waiting.add_done_callback(self._come)

    def _come(self, task):
        self._waiting = None
        if not task.cancelled():
            self._answer(encode(task.result(), self.session.version))
            if not self._slow:
                self.transport.resume_reading()
            self.go_on()

    def send(self, data):
        """Tell a replica, no earlier than whoever asked for it is answered: what a power cut takes here, nobody has."""
        if log := self.node.log:
            log.then(log.end, lambda kept: self._sent(data))
        else:
            self._sent(data)

    def _sent(self, data):
        """Send it; a replica that is too far behind is cut off, and comes again for a copy."""
        if not self.transport.is_closing():
            self.transport.write(data)
            if self.transport.get_write_buffer_size() > BEHIND:
                self.transport.abort()
