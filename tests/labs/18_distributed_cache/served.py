"""A port, and a real client on it: the Python client of Valkey, whose bytes are answered here."""

import selectors
import socket
from concurrent.futures import ThreadPoolExecutor

import valkey
from valkey.backoff import NoBackoff
from valkey.retry import Retry

PATIENCE = 10.0
RECEIVES = 4_096


def said(desks, script):
    """What `script(client)` returned. Each connection has a desk of its own, `desks()`, which `take`s what arrives.

    A desk returns the bytes to send back, or None to hang up. It runs in this thread, and the client in another.
    """
    with socket.create_server(("127.0.0.1", 0)) as door, ThreadPoolExecutor(1) as pool:
        client = valkey.Valkey(
            port=door.getsockname()[1],
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        asked = pool.submit(script, client)
        with Lines(door) as lines:
            while not asked.done():
                lines.serve(desks)
        client.close()
        return asked.result()


class Lines:
    """The open connections of one port."""

    def __init__(self, door):
        self.open, self.watch = [door], selectors.DefaultSelector()
        self.watch.register(door, selectors.EVENT_READ)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.watch.close()
        for line in self.open[1:]:
            line.close()

    def serve(self, desks):
        """Answer whoever has sent something; wait a moment for it."""
        for key, _ in self.watch.select(0.05):
            if key.fileobj is self.open[0]:
                line, _ = key.fileobj.accept()
                self.open.append(line)
                self.watch.register(line, selectors.EVENT_READ, desks())
            else:
                self.answer(key.fileobj, key.data)

    def answer(self, line, desk):
        data = line.recv(RECEIVES)
        sent = desk.take(data) if data else None
        if sent is None:
            self.watch.unregister(line)
            line.close()
        else:
            line.sendall(sent)
