"""A web server in a process of its own, to stand behind a real load balancer."""

import signal
import socket
from pathlib import Path

from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process, listen

WORKER, FICKLE = (Path(__file__).with_name(f"{name}.py") for name in ("worker", "fickle"))


class WebServer:
    """One HTTP server with one worker (see worker.py), at 127.0.0.1:`port`.

    It is a process because an in-process server that is "stopped" keeps
    answering on the connections it has. `speed` 0.5 does the same work in
    twice the time.
    """

    def __init__(self, name, speed=1.0):
        self._asked = ["-S", WORKER, name, speed]
        self._begin(name)

    def _begin(self, name):
        self.name = name
        self.port = 0
        self._start()

    def _start(self):
        listener = listen(self.port)
        self.port = listener.getsockname()[1]
        command = [program("http"), "-I", *self._asked, listener.fileno()]
        self.process = Process(f"Server {self.name}", list(map(str, command)), listeners=[listener])

    def ready(self):
        """Whether it answers its health check."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(b"GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return connection.recv(100).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def restart(self):
        """Start it anew, on the port it had."""
        self.stop()
        self._start()

    def kill(self):
        """SIGKILL: requests in its queue die with it, new connections are refused."""
        self.process.kill()

    def pause(self):
        """SIGSTOP: the kernel still accepts connections for it, nobody answers."""
        self.process.signal(signal.SIGSTOP)

    def resume(self):
        """Go on where a pause stopped (SIGCONT)."""
        self.process.signal(signal.SIGCONT)

    def stop(self):
        """End the process, and wait until it has ended."""
        self.process.stop()

    def wait(self):
        """Until it is ready."""
        self.process.wait_until(self.ready)

    def __enter__(self):
        self.wait()
        return self

    def __exit__(self, *exc):
        self.stop()


class FickleServer(WebServer):
    """A web server that answers after `quick` seconds, a `share` of the time after `slow` ones: see fickle.py."""

    def __init__(self, name, share, slow, quick, seed=0):
        self._asked = [FICKLE, name, share, slow, quick, seed]
        self._begin(name)
