"""What OK is worth on real servers: deaths, a line that stands still, packets of requests, and keys unread."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from systemdesign.distributed_cache.benchmark import p50s
from systemdesign.distributed_cache.dying import one_death, one_failover
from systemdesign.distributed_cache.log import POLICIES
from systemdesign.distributed_cache.results import Batches, Dead, Failover, Killed
from systemdesign.distributed_cache.running import SERVERS
from systemdesign.distributed_cache.unread import mean_share
from systemdesign.engines.measured import Plan, measurement


@dataclass(frozen=True, kw_only=True)
class KillPlan(Plan):
    """A client lets each of the `servers` count, one INCR after another, for so many `seconds`: then it is killed
    (SIGKILL), started again on its files, and asked. Once for each of the log's policies.
    """

    servers: tuple = tuple(SERVERS)
    policies: tuple = POLICIES
    seconds: float = 0.15


@measurement("valkey", KillPlan, Killed)
def killed(plan):
    """How many answered writes a killed server has found again (see KillPlan): `Killed`."""
    rows = [[one_death(SERVERS[server](appendonly=policy), plan.seconds) for policy in plan.policies]
            for server in plan.servers]
    return {"answered": [[answered for answered, _ in row] for row in rows],
            "found": [[found for _, found in row] for row in rows]}


@dataclass(frozen=True, kw_only=True)
class FailoverPlan(Plan):
    """A primary that syncs always has a replica, and a client counts, one INCR after another. When `heard` were
    answered and the replica has them all, its line stands still, and the client counts on for `stalled` seconds. Then
    the primary is killed, and the replica is made the primary. Each of the `servers` in turn.
    """

    servers: tuple = tuple(SERVERS)
    heard: int = 100
    stalled: float = 0.2


@measurement("valkey", FailoverPlan, Failover)
def failover(plan):
    """How many answered writes are lost when a replica takes over whose line stood still (see FailoverPlan)."""
    found = [one_failover(SERVERS[server], plan) for server in plan.servers]
    return dict(zip(("answered", "found", "before", "after"), map(list, zip(*found))))


@dataclass(frozen=True, kw_only=True)
class BatchPlan(Plan):
    """redis-benchmark's 50 clients send packets of so many requests, in all so many `requests` of each of the `tests`,
    to each of the `servers` in turn, which keep no log; all this for so many `rounds`.
    """

    servers: tuple = tuple(SERVERS)
    tests: tuple = ("set", "get")
    packets: tuple = (1, 16, 64)
    requests: tuple = (2_000, 8_000, 16_000)
    rounds: int = 7


@measurement(("valkey", "redis-benchmark"), BatchPlan, Batches)
def batches(plan):
    """How long clients wait for packets of requests (see BatchPlan): `Batches`."""
    waits = [[[[] for _ in plan.packets] for _ in plan.servers] for _ in plan.tests]
    with ExitStack() as stack:
        ports = [stack.enter_context(SERVERS[server](appendonly="off")).port for server in plan.servers]
        for _ in range(plan.rounds):
            for place, (size, requests) in enumerate(zip(plan.packets, plan.requests)):
                for row, port in enumerate(ports):
                    found = p50s(port, plan.tests, size, requests)
                    for test, table in zip(plan.tests, waits):
                        table[row][place].append(found[test])
    return {"waits": waits}


@dataclass(frozen=True, kw_only=True)
class DeadPlan(Plan):
    """`rate` keys a second are written on each of the `servers`, live for `life` seconds, and are never read. From
    `settled` seconds on until `seconds` are over, the memory is looked at.
    """

    servers: tuple = tuple(SERVERS)
    rate: int = 2_000
    life: float = 1.0
    seconds: float = 2.6
    settled: float = 1.6


@measurement("valkey", DeadPlan, Dead)
def dead(plan):
    """How much of the memory is taken by keys that are over (see DeadPlan): `Dead`."""
    with ExitStack() as stack, ThreadPoolExecutor(len(plan.servers)) as crowd:
        ports = [stack.enter_context(SERVERS[server](appendonly="off")).port for server in plan.servers]
        rows = [crowd.submit(mean_share, port, plan.rate, plan.life, plan.seconds, plan.settled) for port in ports]
        return {"share": [row.result() for row in rows]}
