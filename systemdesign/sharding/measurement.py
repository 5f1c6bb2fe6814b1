"""Slots of a real cluster that move while clients write, and what became of every write."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from time import perf_counter, sleep

from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.valkey.cluster import ValkeyCluster
from systemdesign.sharding.slots import SLOTS
from systemdesign.sharding.writer import Writer

WIDTH, CALM, WRITERS = 0.05, 0.3, 2


@dataclass(frozen=True, kw_only=True)
class MovePlan(Plan):
    """What to do: `orders` keys for each of `tenants`, and move the first `slots` of node 1's that hold any."""

    tenants: int = 300
    orders: int = 20
    slots: int = 60

    def keys(self):
        """Every key; those of one tenant share a slot."""
        return [f"{{tenant:{tenant}}}:order:{order}" for tenant in range(self.tenants) for order in range(self.orders)]


@dataclass(frozen=True)
class Resharded(Result):
    """What happened. `writes`, `moved` and `asked` count acknowledged writes, MOVED and ASK per `width` seconds.

    `slots` are a key of each tenant and the slot that the engine computes for it; `told` are redirections in the
    engine's words; `began` and `seconds` say when the move took place.
    """

    slots: dict
    writes: list
    moved: list
    asked: list
    told: list
    acknowledged: int
    lost: int
    moved_keys: int
    began: float
    seconds: float
    width: float = WIDTH

    @property
    def story(self):
        """What happened, in three lines."""
        return "\n".join([
            f"{self.acknowledged:,} writes acknowledged, {self.lost} lost, while {self.plan.slots} slots "
            f"with {self.moved_keys:,} keys moved in {self.seconds:.1f} s.", "The clients were told, for example:",
            *(f"  {told}" for told in self.told)])


@measurement("valkey", MovePlan, Resharded)
def reshard(plan):
    """Slots of a three-node Valkey Cluster moved under load (MovePlan lists the keywords): a `Resharded`."""
    with ValkeyCluster(3) as cluster, ExitStack() as stack:
        first, _, third = cluster.nodes
        writers = [Writer(first.port, plan.keys()[number::WRITERS]) for number in range(WRITERS)]
        for writer in writers:
            stack.callback(writer.close)
        slots = {key: cluster.slot(key) for key in plan.keys()[:: plan.orders]}
        held = third.client.dbsize()
        start = perf_counter()
        times = under_load(writers, lambda: cluster.migrate(leaving(slots, plan), first, third))
        began, ended = (time - start for time in times)
        return {"slots": slots, **counted(writers, start), "told": examples(writers),
                "lost": sum(writer.lost() for writer in writers), "moved_keys": third.client.dbsize() - held,
                "began": round(began, 3), "seconds": round(ended - began, 3)}


def leaving(slots, plan):
    """The slots to move: the lowest that hold keys. They are the first node's, as long as it has enough."""
    return sorted(number for number in set(slots.values()) if number < SLOTS // 3)[: plan.slots]


def under_load(writers, move):
    """Move while the writers write, a little longer at both ends: when the move began, and when it ended."""
    for writer in writers:
        writer.start()
    try:
        sleep(CALM)
        began = perf_counter()
        move()
        ended = perf_counter()
        sleep(CALM)
    finally:
        for writer in writers:
            writer.stop()
    return began, ended


def counted(writers, start):
    """Acknowledged writes and redirections, in all and per stretch of time."""
    writes = [time for writer in writers for time in writer.times]
    moved, asked = ([time for writer in writers for time in writer.redirected(kind)] for kind in ("MOVED", "ASK"))
    end = max(writes)
    return {"writes": histogram(writes, start, end), "moved": histogram(moved, start, end),
            "asked": histogram(asked, start, end), "acknowledged": len(writes)}


def histogram(times, start, end):
    """How many of these times fall into each stretch of WIDTH seconds."""
    counts = Counter(int((time - start) // WIDTH) for time in times)
    return [counts[bucket] for bucket in range(int((end - start) // WIDTH))]  # the last one is not full


def examples(writers):
    """The first MOVED and the first ASK that came."""
    told = [line for writer in writers for line in writer.told()]
    return [next(line for line in told if line.startswith(kind)) for kind in ("ASK", "MOVED")
            if any(line.startswith(kind) for line in told)]
