"""A Valkey primary and its replica, and what becomes of both when the cable between them is cut."""

import time
from itertools import count

from systemdesign.engines.cable.cable import HOST, Cable
from systemdesign.engines.valkey.server import Valkey

KEY = "lamp"
PATIENCE = 30.0  # s, for what should be there in a moment
SOON, LONG = 300, 9_000  # ms, that WAIT waits; a client gives up after 10 s
AT_ONCE = {"repl_diskless_sync_delay": 0, "repl_diskless_load": "swapdb"}  # no waits of seconds before a first copy


class Pair:
    """Two servers, of which the `replica` follows the `primary` through a `cable`."""

    def __init__(self, stack):
        """Start them, for as long as the `stack`, a `contextlib.ExitStack`, is open."""
        servers = [stack.enter_context(Valkey(**AT_ONCE)) for _ in range(2)]
        self.cable = stack.enter_context(Cable(servers[0].port))
        self.primary, self.replica = (server.client for server in servers)
        self.servers = servers
        self.follow(self.replica, self.cable.port)

    def follow(self, server, port):
        """Make it a replica of the primary at this port, and wait until it has all that was there."""
        server.replicaof(HOST, port)
        self._wait_until(lambda: server.info("replication")["master_link_status"] == "up")

    def stale(self, writes):
        """How many of so many writes the replica did not have yet when it was asked at once."""
        return sum(self._late(str(number)) for number in range(writes))

    def _late(self, value):
        self.primary.set(KEY, value)
        late = text(self.replica.get(KEY)) != value
        self._wait_until(lambda: text(self.replica.get(KEY)) == value)
        return late

    def fall_silent(self):
        """Cut the cable: what the primary says to a write and to WAIT, and what each then has."""
        self.primary.set(KEY, "before the cut")
        acknowledged = self.primary.wait(1, LONG)
        self.cable.cut()
        accepted = self.primary.set(KEY, "after the cut")
        waited = self.primary.wait(1, SOON)
        return {"acknowledged": acknowledged, "accepted": accepted, "waited": waited,
                "link_status": self.replica.info("replication")["master_link_status"],
                "values": [text(server.get(KEY)) for server in (self.primary, self.replica)]}

    def recover(self):
        """Mend it: the replica catches up."""
        self.cable.mend()
        self.primary.wait(1, LONG)

    def hole(self, lag):
        """Cut it, with a primary that refuses writes after so many seconds of silence: those that it still takes."""
        self.primary.config_set("min-replicas-max-lag", lag)
        self.primary.config_set("min-replicas-to-write", 1)
        self._wait_until(lambda: accepted(self.primary, KEY, "whole"))
        self.cable.cut()
        numbers, start = count(), time.monotonic()
        self._wait_until(lambda: not accepted(self.primary, f"{KEY} {next(numbers)}", 1))
        seconds = time.monotonic() - start
        self.primary.config_set("min-replicas-to-write", 0)
        hole = next(numbers) - 1  # the last one was refused
        return {"hole": hole, "hole_seconds": seconds, "arrived": self._kept(self.replica, hole)}

    def two_primaries(self, hole):
        """Promote the replica, let both take writes, and have the old primary follow the new one."""
        self.replica.replicaof("NO", "ONE")
        self.primary.set(KEY, "from the old")
        self.replica.set(KEY, "from the new")
        sides = [text(server.get(KEY)) for server in (self.primary, self.replica)]
        self.follow(self.primary, self.servers[1].port)
        return {"sides": sides, "after": text(self.primary.get(KEY)), "gone": hole - self._kept(self.primary, hole)}

    def _kept(self, server, hole):
        return sum(server.exists(f"{KEY} {number}") for number in range(hole))

    def _wait_until(self, ready):
        self.servers[0].process.wait_until(ready, within=PATIENCE)


def accepted(server, key, value):
    """Whether it takes a write: not while too few replicas have been heard of lately."""
    import valkey

    try:
        return server.set(key, value)
    except valkey.exceptions.ResponseError as refused:
        if "NOREPLICAS" not in str(refused):
            raise
        return False


def text(value):
    """What a client read, which is bytes where there was anything."""
    return value and value.decode()
