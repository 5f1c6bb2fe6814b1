"""Traefik in front of real servers, from its wheel."""

import json
import socket
from pathlib import Path

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.child.housed import Housed
from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process

UP, SIGN = "/traefik-is-up", "X-Name"
FIRST = 1_000_000
"""The priority of our own route beside those asked for: above that of every rule, which is its length."""


class Traefik(Housed):
    """A real reverse proxy on 127.0.0.1:`port`, as a context manager, gone without a trace after.

    `routers`, `services` and the other sections, such as `middlewares` and `serversTransports`, are those of `http`
    in Traefik's dynamic configuration, as dicts. Its one entry point is "web"; it asks nobody outside this machine.

    Raises EngineFailed, with Traefik's own words, where these are not what it understands.
    """

    prefix = "traefik-"

    def __init__(self, routers, services, **sections):
        self.program, self.http = program("traefik"), {"routers": routers, "services": services, **sections}

    def end(self):
        """Kill it."""
        if self.process:
            self.process.kill()  # asked to end, it takes two seconds, and it has nothing to keep
        super().end()

    def start(self):
        """Start it on its port."""
        routes, settings = (Path(self.folder, f"{name}.yml") for name in ("routes", "settings"))
        routes.write_text(json.dumps({"http": self._routes()}))  # every JSON file is one in YAML (YAML 1.2.2, 1.2)
        settings.write_text(json.dumps(self._settings(routes)))
        self.process = Process("Traefik", [self.program, f"--configFile={settings}"])
        self.process.wait_until(lambda: self.process.log() or self.ready())
        if mistakes := self.process.log():  # it writes nothing else, and would go on without the routes that have one
            self.process.kill()
            raise EngineFailed(f"Traefik does not understand what it was asked for. It says:\n{mistakes}")

    def _routes(self):
        """Those asked for, and UP, which answers when they do, and is signed with a name that no other Traefik has."""
        route = {"rule": f"Path(`{UP}`)", "service": "ping@internal", "middlewares": ["up"], "priority": FIRST}
        signed = {"headers": {"customResponseHeaders": {SIGN: self._name}}}
        http = {name: section for name, section in self.http.items() if section}  # it refuses an empty one
        http["routers"] = {**self.http["routers"], "up": route}
        http["middlewares"] = {**self.http.get("middlewares", {}), "up": signed}
        return http

    def _settings(self, routes):
        """What cannot change while it runs."""
        return {"entryPoints": {"web": {"address": f"127.0.0.1:{self.port}"}},
                "providers": {"file": {"filename": str(routes), "watch": False}},
                "ping": {"manualRouting": True}, "log": {"level": "ERROR", "noColor": True},
                "global": {"checkNewVersion": False, "sendAnonymousUsage": False}}

    @property
    def _name(self):
        return Path(self.folder).name

    def ready(self):
        """Whether this very process answers by the routes that it was given: another may have taken the port."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(f"GET {UP} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                return f"{SIGN}: {self._name}\r\n" in connection.recv(1000).decode()
        except OSError:
            return False
