"""A NATS server with JetStream, from its wheel."""

import json
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from systemdesign.engines.child.housed import Housed
from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process

SETTINGS = """
host: 127.0.0.1, port: {port}, http: "127.0.0.1:-1", ports_file_dir: {folder}
jetstream {{ store_dir: {folder}, {jetstream} }}
"""


class Nats(Housed):
    """A real NATS server on 127.0.0.1:`port`, which stores on disk, as a context manager, gone without a trace after.

    `jetstream` are settings of that block in its file, such as `sync_interval="always"`: the server then syncs before
    it acknowledges, where by default it does so every two minutes.
    """

    prefix = "nats-"

    def __init__(self, **jetstream):
        self.program, self.jetstream = program("nats"), jetstream

    def start(self):
        """Start the server, the first time or after `kill`, on the same port and with what is in the folder."""
        told = ", ".join(f"{name}: {value}" for name, value in self.jetstream.items())
        settings, folder = Path(self.folder, "nats.conf"), json.dumps(self.folder, ensure_ascii=False)
        settings.write_text(SETTINGS.format(port=self.port, folder=folder, jetstream=told), encoding="utf-8")
        self.process = Process("NATS", [self.program, "-c", settings])
        self.process.wait_until(self.ready)

    def kill(self):
        """SIGKILL: whatever the server had not handed to the system is gone."""
        self.process.kill()

    def ready(self):
        """Whether this very process says that it listens, and where."""
        return self.process.running and bool(self._ports())

    def _ports(self):
        """Its addresses by kind, from a file with its process id in the name; nothing before it has written that."""
        try:
            return json.loads(Path(self.folder, f"nats-server_{self.process.pid}.ports").read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def settings(self):
        """The settings of JetStream as the server itself tells them, `sync_interval` among them, in nanoseconds."""
        direct = build_opener(ProxyHandler({}))  # whatever proxy this machine has for the world outside
        with direct.open(self._ports()["monitoring"][0] + "/jsz", timeout=10) as answer:
            return json.load(answer)["config"]

    async def connect(self):
        """A connection of the package `nats`, on the loop that runs; it does not try again when it is cut."""
        import nats

        return await nats.connect(f"nats://127.0.0.1:{self.port}", allow_reconnect=False, error_cb=_heard)


async def _heard(error):
    """Let the errors of a connection be raised where it is used; by default they are logged as well, with a trace."""
