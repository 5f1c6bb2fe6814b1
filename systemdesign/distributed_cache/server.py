"""A node on a port of this machine: its clients, its clock, and its line to a primary."""

import asyncio
from contextlib import suppress
from itertools import count

from systemdesign.distributed_cache.connection import Connection
from systemdesign.distributed_cache.effects import Damaged
from systemdesign.distributed_cache.file import File
from systemdesign.distributed_cache.orders import teach
from systemdesign.distributed_cache.replies import OK, Error
from systemdesign.distributed_cache.snapshot import save

CLIENTS = 10_000  # at most, as in redis.conf
TICK = 0.1  # s, between two looks for what has died
AGAIN = 0.5  # s, before another attempt to reach a primary, or to mend a log


class Server:
    """A `node` that listens. `requests` counts its answers, `connections` are those that are open, `dump` is the path
    of its snapshots, the last of them `saved` at that time.
    """

    def __init__(self, node, port, dump, most=CLIENTS):
        self.node, self.port, self.dump, self.most, self.requests = node, port, dump, most, 0
        self.saved, self.stop = node.clock(), None
        self.connections, self._numbers = set(), count(1)
        self.tasks, self._line = None, None
        teach(self)

    def number(self):
        """The next connection's."""
        return next(self._numbers)

    async def serve(self, listening, above=None, stop=None):
        """Serve on this socket until this task is cancelled, as a replica of the server at `above` (host, port) or not.

        In the end nothing that was answered is left unsynced. `stop` is the event to set when somebody asks for it.
        """
        self.stop = stop
        if self.node.log and not self.node.log.end and len(self.node.engine):  # all there is, is in a snapshot
            await self.node.rewrite()
        accepting = await asyncio.get_running_loop().create_server(lambda: Connection(self), sock=listening)
        try:
            async with accepting, asyncio.TaskGroup() as self.tasks:
                if self.node.log:
                    self.tasks.create_task(self.node.log.run())
                self.tasks.create_task(self._tick())
                if above:
                    self.follow(*above)
                await asyncio.Event().wait()
        finally:
            for connection in list(self.connections):
                connection.transport.close()
            if self.node.log:
                await self.node.log.sync()

    async def _tick(self):
        mended = 0
        while True:
            await asyncio.sleep(TICK)
            self.node.tick()
            now = asyncio.get_running_loop().time()
            if self.node.overgrown and not self.node.log.rewriting and now > mended + AGAIN:
                mended = now
                self.tasks.create_task(self.node.rewrite())

    async def save(self):
        """Keep a snapshot. The reply to whoever asked for it."""
        try:
            await save(File(self.dump), self.node.pieces())
        except OSError as error:
            return Error(f"ERR The snapshot cannot be kept: {error.strerror}")
        self.saved = self.node.clock()
        return OK

    def follow(self, host, port):
        """Be a replica of the server there, from now on."""
        self.unfollow()
        self.node.follow(host, port)
        self._line = self.tasks.create_task(self._stay(self.node.replica, host, port))

    def unfollow(self):
        """Hear no primary any more."""
        if self._line:
            self._line.cancel()
            self._line = None

    async def _stay(self, replica, host, port):
        """Connect with the primary, again and again."""
        while True:
            with suppress(OSError):
                transport, line = await asyncio.get_running_loop().create_connection(
                    lambda: Line(self.node, replica), host, port)
                try:
                    await line.cut
                finally:
                    transport.abort()
            replica.state = "cut"
            await asyncio.sleep(AGAIN)


class Line(asyncio.Protocol):
    """A replica's connection with its primary; `cut` is done when it has ended.

    What comes after the node has begun to follow another one, or nobody, is not heard any more.
    """

    def __init__(self, node, replica):
        self.node, self.replica, self.transport = node, replica, None
        self.cut = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.replica.hello())

    def data_received(self, data):
        if self.replica is not self.node.replica:
            return
        try:
            self.transport.write(self.replica.feed(data))
        except Damaged:
            self.transport.abort()

    def connection_lost(self, error):
        if not self.cut.done():
            self.cut.set_result(None)
