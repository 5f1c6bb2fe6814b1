"""Valkey, the open successor of Redis, from its wheel."""

import json

from systemdesign.engines.child.housed import Housed
from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process


class Spoken(Housed):
    """A server that speaks Redis's protocol; `client` asks it."""

    _client = None

    def end(self):
        """Hang up, and end it."""
        if self._client:
            self._client.close()
        super().end()

    def kill(self):
        """SIGKILL, as when the machine's memory ran out: it saves nothing and says nothing."""
        self.process.kill()

    @property
    def client(self):
        """A client of this server, from the package `valkey`."""
        if self._client is None:
            self._client = connect(self.port)
        return self._client

    def ready(self):
        """Whether this very process answers, with all that was in its file: another may have taken the port."""
        try:
            with connect(self.port) as client:
                told = client.info("server", "persistence")
                return told["process_id"] == self.process.pid and not told["loading"]
        except (OSError, _errors().ValkeyError):
            return False


class Valkey(Spoken):
    """A real Valkey server on 127.0.0.1:`port`, as a context manager, gone without a trace afterwards.

    `settings` are valkey.conf's own, with _ for -: `maxmemory_policy="allkeys-lru"`, `cluster_enabled="yes"`.
    By default it saves nothing to disk; its working directory, `folder`, is a temporary one.
    """

    prefix, highest = "valkey-", 55_535  # a cluster's bus listens 10,000 ports above

    def __init__(self, port=None, **settings):
        self.program, self.port = program("valkey"), port
        self.settings = {"bind": "127.0.0.1", "save": '""', "appendonly": "no", "daemonize": "no", **settings}

    def start(self):
        """Start the server, the first time or after `kill`, on the same port and in the same folder."""
        settings = {"port": self.port, "dir": json.dumps(self.folder, ensure_ascii=False), **self.settings}
        text = "".join(f"{name.replace('_', '-')} {value}\n" for name, value in settings.items())
        self.process = Process("Valkey", [self.program, "-"], text=text)
        self.process.wait_until(self.ready)


def connect(port):
    """A client for a Valkey server on this machine; its errors are those of the package `valkey`."""
    import valkey

    return valkey.Valkey(host="127.0.0.1", port=port, socket_timeout=10)


def _errors():
    import valkey

    return valkey.exceptions
