"""Gateways as processes, and all that they need: Valkey behind them, and the back ends."""

import json
from contextlib import ExitStack
from pathlib import Path

from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import listen
from systemdesign.engines.http.server import WebServer
from systemdesign.engines.steps.server import Serving
from systemdesign.engines.valkey.server import Valkey

GATE = Path(__file__).with_name("gate.py")


class Gateway(Serving):
    """A gateway at 127.0.0.1:`port`; its settings are those of `gate.Gate`."""

    def __init__(self, **settings):
        listener = listen()
        self.port = listener.getsockname()[1]
        command = [program("rest"), "-I", GATE, listener.fileno(), json.dumps(settings)]
        super().__init__("Gateway", command, [listener])


class Estate:
    """So many `gateways` with one Valkey, in front of web servers, as a context manager.

    `routes` maps a prefix to the name of its back end and to the word for its limit; `settings` are the rest of
    `gate.Gate`'s. Inside, `ports` has where the gateways are, `back_ends` the web servers by name, and `valkey` the
    store.
    """

    def __init__(self, routes, gateways=1, **settings):
        self.routes, self.gateways, self.settings = routes, gateways, settings

    def __enter__(self):
        with ExitStack() as stack:
            self.valkey = stack.enter_context(Valkey())
            names = dict.fromkeys(name for name, _ in self.routes.values())
            self.back_ends = {name: stack.enter_context(WebServer(name)) for name in names}
            routes = {prefix: {"port": self.back_ends[name].port, "limit": limit}
                      for prefix, (name, limit) in self.routes.items()}
            self.started = [stack.enter_context(Gateway(routes=routes, store=self.valkey.port, **self.settings))
                            for _ in range(self.gateways)]
            self.ports = [gateway.wait() for gateway in self.started]
            self._stack = stack.pop_all()
        return self

    def worked(self):
        """The seconds of a processor's time that the gateways have taken so far, to a hundredth or so."""
        import psutil

        times = [psutil.Process(gateway.process.pid).cpu_times() for gateway in self.started]
        return sum(time.user + time.system for time in times)

    def __exit__(self, *exc):
        self._stack.close()
