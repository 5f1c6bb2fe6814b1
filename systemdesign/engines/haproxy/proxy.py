"""HAProxy in front of real servers, from its wheel."""

import csv
import socket

from systemdesign.engines.child.files import allowed
from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process, listen

HEAVIEST = 256  # HAProxy's largest weight
MOST, SPARE = 2000, 100
"""Connections that it takes where it may, and files that it opens besides; each connection has two ends."""


def connections():
    """As many as the limit on open files allows: HAProxy does not start with more."""
    return min(MOST, max(1, (allowed() - SPARE) // 2))


class HAProxy:
    """A real load balancer on 127.0.0.1:`port`, as a context manager.

    `servers` maps names to ports. `balance` is HAProxy's own word: roundrobin,
    leastconn, random(1) or random(2) (power of two choices), source, first.
    In mode "http" it chooses a server for every request, in "tcp" for every
    connection. Every `interval` seconds it asks each server's /ping; `fall`
    failures in a row take a server out, `rise` successes bring it back, at
    first with little work if `slowstart` (seconds) is given. A request whose
    connection is refused is lost, unless `retries` says how often to try again;
    with `redispatch` each time on another server. `more` are further lines of
    the proxy's section, in HAProxy's own words: "retry-on 503".
    """

    def __init__(self, servers, balance="roundrobin", *, weights=None, mode="http",
                 interval=0.2, fall=2, rise=2, slowstart=0, retries=0, redispatch=False, timeout=10.0,
                 more=()):
        self.program = program("haproxy")
        self.front, self.control = listen(), listen()
        self.port = self.front.getsockname()[1]
        self.control_port = self.control.getsockname()[1]
        ratio = dict.fromkeys(servers, 1) if weights is None else dict(zip(servers, weights, strict=True))
        self.config = "\n".join([
            *self._globals(timeout),
            *self._listen(balance, mode, retries, redispatch),
            *(f"    {line}" for line in more),
            f"    default-server check inter {_ms(interval)} fall {fall} rise {rise} slowstart {_ms(slowstart)}",
            *(f"    server {name} 127.0.0.1:{port} weight {weight}"
              for (name, port), weight in zip(servers.items(), _weights(balance, ratio).values())), ""])

    def _globals(self, timeout):
        # One thread, so that round robin's order is one order.
        return ["global", "    nbthread 1", f"    maxconn {connections()}",
                f"    stats socket fd@{self.control.fileno()} level user",
                "defaults", *(f"    timeout {side} {_ms(timeout)}" for side in ("client", "server", "connect"))]

    def _listen(self, balance, mode, retries, redispatch):
        return ["listen farm", f"    bind fd@{self.front.fileno()}", f"    mode {mode}", f"    balance {balance}",
                f"    retries {retries}", f"    {'' if redispatch else 'no '}option redispatch 1",
                "    option httpchk GET /ping"]

    def __enter__(self):
        self.process = Process("HAProxy", [self.program, "-db", "-f", "/dev/stdin"],
                               listeners=[self.front, self.control], text=self.config)
        self.process.wait_until(self.ready)
        return self

    def __exit__(self, *exc):
        self.process.stop()

    def ready(self):
        """Whether it answers, and knows each server's health from a first check."""
        try:
            return all(row["check_status"] not in ("", "INI") for row in self.stats().values())
        except OSError:
            return False

    def stats(self):
        """HAProxy's own table: {server: {column: text}} ("show stat", HAProxy Management Guide 9.1)."""
        with socket.create_connection(("127.0.0.1", self.control_port), timeout=5) as control:
            control.sendall(b"show stat\n")
            text = control.makefile().read()
        rows = csv.DictReader(text.removeprefix("# ").splitlines())
        return {row["svname"]: row for row in rows if row["svname"] not in ("FRONTEND", "BACKEND")}

    def counts(self):
        """How many requests (mode "http") or connections ("tcp") each server was given."""
        return {name: int(row["stot"]) for name, row in self.stats().items()}

    def status(self):
        """What HAProxy believes of each server: "UP", "UP 1/2" (failing), "DOWN", "DOWN 1/2" (recovering)."""
        return {name: row["status"] for name, row in self.stats().items()}


def _ms(seconds):
    return f"{round(seconds * 1000)}ms"


def _weights(balance, ratio):
    """`random` draws a point on a hash ring, 16 points per unit of weight: only heavy servers get even shares."""
    scale = HEAVIEST // max(ratio.values()) if balance.startswith("random") else 1
    return {name: weight * scale for name, weight in ratio.items()}
