"""A real HTTP server with one worker: requests wait their turn, first come, first served.

Run as a script by `server.WebServer`: worker.py NAME SPEED LISTENING_FD. It keeps
connections alive. A request names its work in seconds in the header `X-Work`.
"""

import asyncio
import selectors
import socket
import sys


class Worker:
    """One worker's queue, as the instant at which it will next be free.

    Each piece of work starts when the one before it was due, not when its
    timer fired, so late timers delay an answer but never add up.
    """

    def __init__(self, name, speed):
        self.name = name
        self.speed = speed
        self.free_at = 0.0

    async def work(self, seconds):
        """Wait for the turn of this request and for its work, in seconds at full speed."""
        now = asyncio.get_running_loop().time()
        self.free_at = max(now, self.free_at) + seconds / self.speed
        await asyncio.sleep(self.free_at - now)

    async def answer(self, head):
        """The response to one request; a health check jumps the queue."""
        if not head.startswith(b"GET /ping "):
            await self.work(float(header(head, b"x-work", b"0")))
        return response(self.name)

    async def serve(self, reader, writer):
        """Answer the requests of one connection until its client leaves."""
        try:
            while True:
                writer.write(await self.answer(await reader.readuntil(b"\r\n\r\n")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def response(name):
    """What the server of this name answers."""
    body = name.encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nX-Server: %s\r\n\r\n%s" % (len(body), body, body)


def header(head, name, default=None):
    """A header's value in a request's or response's head, as bytes."""
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return default


def precise_loop():
    """An ordinary loop whose timers are good to 0.1 ms: epoll's round up to the next one."""
    return asyncio.SelectorEventLoop(selectors.SelectSelector())


async def main(worker, listening_fd):
    """Serve on an open socket, given by its number, until killed."""
    server = await asyncio.start_server(worker.serve, sock=socket.socket(fileno=int(listening_fd)))
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=precise_loop) as runner:
        name, speed, listening_fd = sys.argv[1:]
        runner.run(main(Worker(name, float(speed)), listening_fd))
