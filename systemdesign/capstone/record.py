"""What came of a day."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from systemdesign.capstone.settings import END, LATE
from systemdesign.sim.trace import nearest_rank


class Outcome(NamedTuple):
    """A request: when it came, for which product (0: it is an order), after how many seconds it was answered (None: it
    was not), whether the answer was older than the row, and whether an acknowledged order is gone."""

    time: float
    product: int
    latency: float | None
    stale: bool
    lost: bool


@dataclass(frozen=True)
class Day:
    """The requests in the order in which they came, how many tries were `sent`, and those who wait: (time, number)."""

    design: dict
    seed: int
    requests: list
    sent: int
    waiting: list

    @cached_property
    def answered(self):
        """The share of requests that were answered, all of them within the clients' patience."""
        return sum(one.latency is not None for one in self.requests) / len(self.requests)

    @cached_property
    def p99(self):
        """The 99th percentile of latencies in seconds; one that was not answered counts as LATE."""
        return nearest_rank(sorted(LATE if one.latency is None else one.latency for one in self.requests), 0.99)

    @cached_property
    def stale(self):
        """The share of answered reads that showed an old row."""
        reads = [one.stale for one in self.requests if one.product and one.latency is not None]
        return sum(reads) / max(1, len(reads))

    @cached_property
    def lost(self):
        """How many acknowledged orders are gone."""
        return sum(one.lost for one in self.requests)

    @property
    def tries(self):
        """Tries for each request, on average."""
        return self.sent / len(self.requests)

    def by_time(self, width=10.0):
        """(middles, shares): how many of the requests that came in each stretch of so many seconds were answered."""
        stretches = [[] for _ in range(int(END / width))]
        for one in self.requests:
            stretches[int(one.time / width)].append(one.latency is not None)
        return (
            [(number + 0.5) * width for number in range(len(stretches))],
            [sum(some) / max(1, len(some)) for some in stretches],
        )
