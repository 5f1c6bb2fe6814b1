"""What OK is worth on real servers: deaths, a line that stands still, packets of requests, and keys that nobody reads."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from systemdesign.distributed_cache.log import POLICIES
from systemdesign.distributed_cache.running import SERVERS
from systemdesign.engines.cable.cable import Cable
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.valkey.server import connect

KEY = "counter"


@dataclass(frozen=True, kw_only=True)
class KillPlan(Plan):
    """A client lets each of the `servers` count, one INCR after another, for so many `seconds`: then it is killed
    (SIGKILL), started again on its files, and asked. Once for each of the log's policies.
    """

    servers: tuple = tuple(SERVERS)
    policies: tuple = POLICIES
    seconds: float = 0.25


@dataclass(frozen=True)
class Killed(Result):
    """What came of a KillPlan: for each server a list over the policies, of what was `answered` and what was `found`.

    An INCR that was under way at the death may have been done, and nobody was told: one more may be found.
    """

    answered: list
    found: list

    @property
    def lost(self):
        """{(server, policy): answered and not found}."""
        return {(server, policy): max(0, answered - found)
                for server, row, kept in zip(self.plan.servers, self.answered, self.found)
                for policy, answered, found in zip(self.plan.policies, row, kept)}

    def __str__(self):
        lines = [f"{server:8} {policy:10} {answered:9,} {found:9,}"
                 for server, row, kept in zip(self.plan.servers, self.answered, self.found)
                 for policy, answered, found in zip(self.plan.policies, row, kept)]
        return "\n".join([f"{'':8} {'fsync':10} {'answered':>9} {'found':>9}", *lines])


@measurement("valkey", KillPlan, Killed)
def killed(plan):
    """How many answered writes a killed server has found again (see KillPlan): `Killed`."""
    rows = [[one_death(SERVERS[server](appendonly=policy), plan.seconds) for policy in plan.policies]
            for server in plan.servers]
    return {"answered": [[answered for answered, _ in row] for row in rows],
            "found": [[found for _, found in row] for row in rows]}


def one_death(server, seconds):
    """How many were answered until a server was killed, and how many it found afterwards."""
    with server, ThreadPoolExecutor(1) as crowd:
        counting = crowd.submit(counted, server.port)
        time.sleep(seconds)
        server.kill()
        answered = counting.result()
        server.start()
        return answered, int(server.client.get(KEY) or 0)


def counted(port):
    """How many INCRs were answered, one after another, until nobody answered."""
    answered = 0
    with connect(port) as client, suppress(OSError, *failures()):
        while True:
            client.incr(KEY)
            answered += 1
    return answered


def failures():
    """What a client raises whose server has died."""
    from valkey.exceptions import ConnectionError as Died

    return (Died,)


@dataclass(frozen=True, kw_only=True)
class FailoverPlan(Plan):
    """A primary that syncs always has a replica, and a client counts, one INCR after another. When `heard` were answered
    and the replica has them all, its line stands still, and the client counts on for `stalled` seconds. Then the primary
    is killed, and the replica is made the primary. Each of the `servers` in turn.
    """

    servers: tuple = tuple(SERVERS)
    heard: int = 100
    stalled: float = 0.3


@dataclass(frozen=True)
class Failover(Result):
    """What came of a FailoverPlan, for each server: what was `answered` in all, `found` on the new primary, and how many
    replicas WAIT 1 counted, before the line stood still and after.
    """

    answered: list
    found: list
    before: list
    after: list

    def __str__(self):
        lines = [f"{server:8} {answered:9,} {found:9,} {answered - found:9,} {before:4} then {after}"
                 for server, answered, found, before, after in zip(
                     self.plan.servers, self.answered, self.found, self.before, self.after)]
        return "\n".join([f"{'':8} {'answered':>9} {'found':>9} {'lost':>9} {'WAIT 1':>11}", *lines])


@measurement("valkey", FailoverPlan, Failover)
def failover(plan):
    """How many answered writes are lost when a replica takes over whose line stood still (see FailoverPlan)."""
    found = [one_failover(SERVERS[server], plan) for server in plan.servers]
    return dict(zip(("answered", "found", "before", "after"), map(list, zip(*found))))


def one_failover(make, plan):
    """One server's row."""
    with (make(appendonly="always") as primary, Cable(primary.port) as cable,
          make(appendonly="always", replicaof=f"127.0.0.1:{cable.port}") as replica):
        primary.process.wait_until(lambda: replica.client.info("replication")["master_link_status"] == "up")
        client, answered = primary.client, 0
        while answered < plan.heard:
            answered = client.incr(KEY)
        before = client.wait(1, 5000)
        cable.cut()
        end = time.monotonic() + plan.stalled
        while time.monotonic() < end:
            answered = client.incr(KEY)
        after = client.wait(1, 100)
        primary.kill()
        replica.client.replicaof("NO", "ONE")
        return answered, int(replica.client.get(KEY)), before, after
