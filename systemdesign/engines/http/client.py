"""An HTTP/1.1 client's connections: one each for named clients, a shared pool for the rest."""

import asyncio
import errno

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.http.worker import header

FULL = (errno.EMFILE, errno.ENFILE)
CUT = (OSError, asyncio.IncompleteReadError)  # how a connection that dies says so


class Connection:
    """One keep-alive connection; it reconnects before a request if the other end has left."""

    def __init__(self, port):
        self.port = port
        self.turn = asyncio.Lock()
        self.reader = self.writer = None

    async def open(self):
        """Connect, unless the connection still stands."""
        if self.reader is None or self.reader.at_eof():
            self.close()
            try:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError as error:
                if error.errno in FULL:  # the other end has done nothing wrong
                    raise EngineFailed(f"no more connections can be opened: {error.strerror} (ulimit -n)") from error
                raise

    async def get(self, work):
        """Ask for `work` seconds of work: (HTTP status, name of the server that answered or None)."""
        head, _ = await self.exchange(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Work: %.6f\r\n\r\n" % work)
        by = header(head, b"x-server")
        return status(head), by and by.decode()

    async def exchange(self, asked):
        """Send bytes, a request, once its turn has come: the head and the body of the answer."""
        async with self.turn:
            try:
                await self.open()
                self.writer.write(asked)
                head = await self.reader.readuntil(b"\r\n\r\n")
                return head, await self.reader.readexactly(int(header(head, b"content-length", b"0")))
            except BaseException:  # half an answer may be on its way: never use this stream again
                self.close()
                raise

    def close(self):
        """Hang up."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


def status(head):
    """The number with which an answer begins."""
    return int(head.split(None, 2)[1])


class Connections:
    """Connections to one port. A client has its own; requests without a client borrow an idle one."""

    def __init__(self, port):
        self.port = port
        self.of_client = {}
        self.idle = []
        self.all = []

    def new(self):
        """A connection that `close` will not forget."""
        connection = Connection(self.port)
        self.all.append(connection)
        return connection

    async def open_for(self, clients):
        """Connect the clients in their order, before the first request."""
        for client in clients:
            self.of_client[client] = self.new()
            await self.of_client[client].open()

    async def get(self, client, work):
        if client is not None:
            return await self.of_client[client].get(work)
        connection = self.idle.pop() if self.idle else self.new()
        try:
            return await connection.get(work)
        finally:
            self.idle.append(connection)

    def close(self):
        """Hang up everywhere."""
        for connection in self.all:
            connection.close()
