"""Real servers behind a real HAProxy: start them, load them, break one, and write down what happened."""

import threading
import time
from contextlib import ExitStack

from systemdesign.engines.haproxy.proxy import HAProxy
from systemdesign.engines.http.load import HEAD_START, Load
from systemdesign.engines.http.server import WebServer


class Farm:
    """Servers s1, s2, ... in processes of their own, and HAProxy in front, as a context manager.

    `speeds` has one number per server; other options are HAProxy's (proxy.py).
    """

    def __init__(self, speeds, **options):
        self.speeds = speeds
        self.options = options

    def __enter__(self):
        with ExitStack() as stack:
            self.servers = {}
            for i, speed in enumerate(self.speeds, 1):
                server = self.servers[f"s{i}"] = WebServer(f"s{i}", speed)
                stack.callback(server.stop)
            for server in self.servers.values():  # they start side by side
                server.wait()
            ports = {name: server.port for name, server in self.servers.items()}
            self.haproxy = stack.enter_context(HAProxy(ports, **self.options))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exc):
        self._stack.close()

    def run(self, arrivals, requests, faults=()):
        """Send the requests (load.py): their outcomes, and the changes of the servers' status.

        `faults` are (time, server's name, "kill" | "pause"). A change is
        (time, server, status): HAProxy's belief, looked at every 10 ms.
        """
        events = [(at, getattr(self.servers[name], deed)) for at, name, deed in faults]
        with Watch(self.haproxy, time.monotonic() + HEAD_START) as watch:
            outcomes = Load(self.haproxy.port, arrivals, requests, events=events).run()
        return outcomes, watch.changes


class Watch:
    """Notes every change of HAProxy's belief about its servers while the block runs."""

    def __init__(self, haproxy, zero, every=0.01):
        self.haproxy = haproxy
        self.zero = zero
        self.every = every
        self.changes = []
        self._seen = haproxy.status()
        self._over, self._failed = threading.Event(), None

    def _watch(self):
        try:
            self._note()
        except OSError as error:
            self._failed = error

    def _note(self):
        while not self._over.wait(self.every):
            status = self.haproxy.status()
            for name in status:
                if status[name] != self._seen[name]:
                    self.changes.append((time.monotonic() - self.zero, name, status[name]))
            self._seen = status

    def __enter__(self):
        self._thread = threading.Thread(target=self._watch, name="watch")
        self._thread.start()
        return self

    def __exit__(self, *exc):
        self._over.set()
        self._thread.join()
        if self._failed and exc[0] is None:
            raise self._failed
