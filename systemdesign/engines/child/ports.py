"""A port of this machine for a server that opens it itself."""

import socket

from systemdesign.engines.child.errors import EngineFailed

TRIES = 5


def free_port(highest=65_535):
    """A port of 127.0.0.1, `highest` at most, that nobody uses at this moment."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port <= highest:
            return port


def start_on_a_free_port(server, highest=65_535):
    """`server.start()` on the `port` it was given, or else on a free one.

    Somebody may take a free one before the server does: then it tries another.
    """
    if server.port is not None:
        return server.start()
    for left in reversed(range(TRIES)):
        server.port = free_port(highest)
        try:
            return server.start()
        except EngineFailed as failure:
            if not left or "in use" not in str(failure):
                raise
