"""Real Valkeys: a primary whose replica is cut off, and three that keep a register together."""

from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise

from systemdesign.cap.clients import history
from systemdesign.cap.copies import Copies, put, three
from systemdesign.cap.pair import Pair
from systemdesign.cap.zones import zones
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.kernel.streams import stream


@dataclass(frozen=True, kw_only=True)
class CutPlan(Plan):
    """So many `writes` to a primary, each read on its replica at once; then the cable between them is cut.

    At a second cut the primary should refuse writes after so many whole seconds of its replica's silence: `lag`, its
    setting `min-replicas-max-lag`.
    """

    writes: int = 300
    lag: int = 1


@dataclass(frozen=True)
class Cut(Result):
    """What came of a CutPlan.

    While the cable was whole, `stale` of the `asked` first reads were old, and WAIT said that `acknowledged` replicas
    had a write. After the cut the primary `accepted` one, and WAIT said `waited`; .3 s later the primary and the
    replica had these `values`, and the replica said `link_status` of its link. At the second cut the primary took
    `hole` writes in `hole_seconds` before it refused one; `arrived` of them reached the replica. That became a primary
    too, and `sides` is what the old and the new one then said of a key that both had taken. When the old one followed
    the new one, it said `after`, and `gone` writes of the hole were nowhere.
    """

    stale: int
    acknowledged: int
    accepted: bool
    waited: int
    values: list
    link_status: str
    hole: int
    hole_seconds: float
    arrived: int
    sides: list
    after: str
    gone: int

    @property
    def asked(self):
        """The number of first reads on the replica."""
        return self.plan.writes


@measurement("valkey", CutPlan, Cut)
def cut(plan):
    """A primary and a replica behind a cable (see CutPlan): a `Cut`."""
    with ExitStack() as stack:
        pair = Pair(stack)
        found = {"stale": pair.stale(plan.writes), **pair.fall_silent()}
        pair.recover()
        found |= pair.hole(plan.lag)
        return found | pair.two_primaries(found["hole"])


@dataclass(frozen=True, kw_only=True)
class FlickerPlan(Plan):
    """A writer dies when one of three servers has its new value; then come so many `reads`, one after the other.

    Each asks two of the three, chosen under the `seed`; with `repair` it has them keep what it answers.
    """

    reads: int = 1000
    repair: bool = False
    seed: int = 0


@dataclass(frozen=True)
class Flicker(Result):
    """What came of a FlickerPlan: `seen` has, for each read, 1 where it saw the new value and 0 where the old."""

    seen: list

    @property
    def new(self):
        """The share of reads that saw the new value."""
        return sum(self.seen) / len(self.seen)

    @property
    def back(self):
        """The share of pairs of reads in a row of which the first was new and the second old."""
        return sum(pair == (1, 0) for pair in pairwise(self.seen)) / (len(self.seen) - 1)

    def to_json(self):
        """The record as plain data: a text of 1s and 0s is shorter than their list."""
        return {"seen": "".join(map(str, self.seen))}

    @classmethod
    def from_json(cls, found, **shared):
        """The record back from plain data."""
        return cls(list(map(int, found["seen"])), **shared)


@measurement("valkey", FlickerPlan, Flicker)
def flicker(plan):
    """Reads of two of three servers after a writer's death (see FlickerPlan): a `Flicker`."""
    with ExitStack() as stack:
        servers = three(stack)
        for server in servers:
            put(server, "lamp", 1, "old")
        put(servers[0], "lamp", 2, "new")
        reader = Copies(servers, stream("two", plan.seed), plan.repair)
        return {"seen": [int(reader.read("lamp") == "new") for _ in range(plan.reads)]}


@dataclass(frozen=True, kw_only=True)
class HistoryPlan(Plan):
    """So many histories: `count`, each of one writer and three readers of a key on three servers, with `repair` or not.

    They do `each` operations each, and pause `pause` seconds on average between two reads, or two messages of a write.
    """

    count: int = 20
    repair: bool = False
    each: int = 25
    pause: float = 0.002
    seed: int = 0


@dataclass(frozen=True)
class Histories(Result):
    """What came of a HistoryPlan: `wrong` of the histories are not linearizable, as `zones` says.

    `witness` is its sentence about the first of them, in seconds since that history began; None where all are right.
    """

    wrong: int
    witness: str | None

    @property
    def count(self):
        """The number of histories."""
        return self.plan.count


@measurement("valkey", HistoryPlan, Histories)
def histories(plan):
    """Histories of real clients of three servers (see HistoryPlan), checked: `Histories`."""
    with ExitStack() as stack:
        servers = three(stack)
        made = [history(servers, f"lamp {number}", plan) for number in range(plan.count)]
    conflicts = [conflict for operations in made if (conflict := zones(operations, initial="0"))]
    return {"wrong": len(conflicts), "witness": str(conflicts[0]) if conflicts else None}
