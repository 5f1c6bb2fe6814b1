"""What was found on real servers, each of them a result of a plan in `measurement.py`."""

from dataclasses import dataclass
from operator import truediv

from systemdesign.distributed_cache.benchmark import CLIENTS, fitted
from systemdesign.engines.measured import Result


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


@dataclass(frozen=True)
class Failover(Result):
    """What came of a FailoverPlan, for each server: what was `answered` in all, `found` on the new primary, and how
    many replicas WAIT 1 counted, before the line stood still and after.
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


@dataclass(frozen=True)
class Batches(Result):
    """What came of a BatchPlan: `waits` has for each test, server and size of a packet the rounds' medians (p50) of how
    long a client waits for a packet's answers, in seconds.
    """

    waits: list

    def wait(self, test, server):
        """That of the quietest round, for each size of a packet: what else the machine does can only lengthen it."""
        return list(map(min, self.waits[self.plan.tests.index(test)][self.plan.servers.index(server)]))

    def ratio(self, test):
        """How many times as long the last server lets them wait as the first, for each size of a packet."""
        first, *_, last = (self.wait(test, server) for server in self.plan.servers)
        return list(map(truediv, last, first))

    def costs(self, test, server):
        """(h, c) in seconds: what a packet costs a server that is always busy, and what each request in it."""
        return fitted(self.plan.packets, [wait / CLIENTS for wait in self.wait(test, server)])

    def __str__(self):
        rows = [(test, server) for test in self.plan.tests for server in self.plan.servers]
        lines = [f"{test.upper():5} {server:8}" + "".join(f"{1e3 * p50:9.2f} ms" for p50 in self.wait(test, server))
                 for test, server in rows]
        return "\n".join(["".join([f"{'':14}", *(f"{f'P = {size}':>12}" for size in self.plan.packets)]), *lines])


@dataclass(frozen=True)
class Dead(Result):
    """What came of a DeadPlan: for each server the `share` of the keys in its memory that were dead, on average."""

    share: list

    def __str__(self):
        return "\n".join(f"{server:8} {share:6.0%}" for server, share in zip(self.plan.servers, self.share))
