"""A web service in this process, at a port of this machine, until somebody ends it."""

import asyncio
import signal
from contextlib import contextmanager, suppress

import uvicorn

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.child.process import listen
from systemdesign.engines.site.progress import Progress

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, a polite kill, and a terminal that is closed
GRACE = 2  # s, for the requests that are under way at the end


def listener(port):
    """A listening socket at this port of 127.0.0.1, 0 for a free one; EngineFailed says what to do where it is taken.
    """
    try:
        return listen(port)
    except OSError as error:
        raise EngineFailed(f"Port {port} of 127.0.0.1 cannot be had ({error.strerror}). Choose another one with "
                           f"--port, or --port 0 for any that is free.") from error


def address(listening):
    """The socket's own address, as a browser wants it."""
    return "http://{}:{}".format(*listening.getsockname())


def handle(handler):
    """Have this handler for all signals that end a service: {signal: its handler until now}."""
    return {number: signal.signal(number, handler) for number in SIGNALS}


@contextmanager
def ended_in_order():
    """Let each of the signals end the block, at whatever it is, as Ctrl-C does: what was opened is closed."""
    before = handle(signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)


async def until_told(stop):
    """Until one of the signals comes, or somebody sets the event `stop`; a later signal changes nothing any more."""
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, stop.set)
    try:
        await stop.wait()
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
        handle(signal.SIG_IGN)  # until `ended_in_order` is through


class Server(uvicorn.Server):
    """uvicorn's server, which keeps a signal to itself once it has ended because of it."""

    @contextmanager
    def capture_signals(self):
        """Have the signals while it serves. One that comes later finds that the end has begun, and changes nothing."""
        handle(self.handle_exit)
        try:
            yield
        finally:
            handle(signal.SIG_IGN)  # until `ended_in_order` is through


async def serve(app, listening, kinds, heard):
    """Serve an ASGI application until a signal comes; what was asked of it, a `Progress`, is told meanwhile.

    `kinds` names the answers by their status, {302: "followed"}; `heard(method, status, seconds)` is told of each.
    """
    progress = Progress(app, kinds, heard)
    config = uvicorn.Config(progress, log_level="error", access_log=False, lifespan="off",
                            timeout_graceful_shutdown=GRACE)
    with progress:
        await Server(config).serve(sockets=[listening])
    return progress
