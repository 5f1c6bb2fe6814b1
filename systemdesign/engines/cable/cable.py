"""A TCP line that can be cut, so that nothing passes, and mended."""

import asyncio
import socket
import threading
from contextlib import suppress

from systemdesign.engines.child.process import listen

HOST = "127.0.0.1"
CHUNK = 65_536  # bytes


class Cable:
    """A line to `server`, a port of this machine, as a context manager: whoever connects to `port` has its other end.

    whole -- cut() --> cut -- mend() --> whole

    A cut cable stops reading. Nothing passes, not even a goodbye: to both ends the other has fallen silent. Nothing is
    lost either. What they send meanwhile, and the end of a connection that one of them closes, waits in the buffers of
    the kernel, which are bounded: a sender that fills them waits too. After `mend` all of it arrives in order, as what
    TCP sends again would. The cable itself holds at most 64 kB for each direction of a connection.

    What it cannot show, because the kernel at this end of a cut answers where the far one would not: that TCP gives
    up by itself (Linux after 15 minutes or so) or backs off from sending again, and that a new connection isn't
    opened. It is, and leads nowhere until the cable is mended. Nor does a cable lose, delay or reorder single packets.
    """

    def __init__(self, server):
        self.server, self.port, self._whole = server, None, asyncio.Event()
        self._loop = self._serving = self._thread = None

    def __enter__(self):
        listener = listen()
        listener.setblocking(False)
        self.port = listener.getsockname()[1]
        self._whole.set()
        self._loop = asyncio.new_event_loop()
        self._serving = self._loop.create_task(self._serve(listener))
        self._thread = threading.Thread(target=self._run, name="cable")
        self._thread.start()
        return self

    def __exit__(self, *exc):
        self._loop.call_soon_threadsafe(self._serving.cancel)
        self._thread.join()

    def cut(self):
        """From now on nothing passes: when this returns, what is sent later stays where it is."""
        self._do(self._whole.clear)

    def mend(self):
        """Let everything pass again, what has waited first."""
        self._do(self._whole.set)

    def _do(self, change):
        async def changed():
            change()

        asyncio.run_coroutine_threadsafe(changed(), self._loop).result()

    def _run(self):
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._serving)
        self._loop.close()

    async def _serve(self, listener):
        with listener:
            async with asyncio.TaskGroup() as lines:
                self._loop.add_reader(listener, self._accept, listener, lines)
                try:
                    await asyncio.Event().wait()  # until this task is cancelled
                finally:
                    self._loop.remove_reader(listener)

    def _accept(self, listener, lines):
        near, _ = listener.accept()
        near.setblocking(False)
        lines.create_task(self._join(near)).add_done_callback(lambda task: near.close())

    async def _join(self, near):
        """Carry a connection's bytes both ways, until either end fails or both have said all."""
        with socket.socket() as far:
            far.setblocking(False)
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a small message waits for no other
            await self._whole.wait()
            with suppress(OSError):
                await self._loop.sock_connect(far, (HOST, self.server))
                await self._both_ways(near, far)

    async def _both_ways(self, near, far):
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._carry(near, far))
                ways.create_task(self._carry(far, near))
        except* OSError:
            pass  # one end has hung up, and hears no more: both are closed

    async def _carry(self, source, target):
        while data := await self._taken(source):
            await self._loop.sock_sendall(target, data)
        target.shutdown(socket.SHUT_WR)

    async def _taken(self, source):
        """The next bytes, once they may pass; none where the source has ended, in good order or not."""
        try:
            data = await self._loop.sock_recv(source, CHUNK)
        except OSError:
            data = b""
        await self._whole.wait()
        return data
