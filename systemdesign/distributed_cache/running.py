"""The small Redis in a process of its own, to be used, killed and measured from outside."""

import sys

from systemdesign.engines.child.process import Process
from systemdesign.engines.valkey.server import Spoken, Valkey

SERVICE = "systemdesign.distributed_cache.service"


class Small(Spoken):
    """The small Redis on 127.0.0.1:`port`, as a context manager, gone without a trace after. Options are those of its
    command: `appendonly="always"`, `replicaof="127.0.0.1:8018"`.
    """

    prefix = "small-"

    def __init__(self, port=None, **options):
        self.port, self.options = port, {"appendonly": "everysec", **options}

    def start(self):
        """Start it, the first time or after `kill`, on the same port and in the same folder."""
        options = {"port": self.port, "dir": self.folder, **self.options}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        self.process = Process("The small Redis", [sys.executable, "-m", SERVICE, *words])
        self.process.wait_until(self.ready)


def valkey(appendonly="everysec", replicaof=None):
    """A Valkey with the same options."""
    settings = {"appendonly": "no"} if appendonly == "off" else {"appendonly": "yes", "appendfsync": appendonly}
    if replicaof:
        settings["replicaof"] = replicaof.replace(":", " ")
    return Valkey(repl_diskless_sync_delay=0, **settings)


SERVERS = {"Valkey": valkey, "ours": Small}
"""The two that are compared, by what they are called."""
