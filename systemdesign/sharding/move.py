"""A fifth shard joins a database in use: how it went for the keys and for the users."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from math import ceil, inf
from statistics import fmean, median

from systemdesign.kernel.run import now
from systemdesign.kernel.streams import stream
from systemdesign.sharding.auditor import Auditor
from systemdesign.sharding.database import Shard, ShardedDatabase
from systemdesign.sharding.handover import changed
from systemdesign.sharding.placement import placement
from systemdesign.sim.distributions import exponential
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import open_loop, poisson, requests
from systemdesign.sim.zipf import Zipf

SHARDS, KEYS, SERVICE, AFTER = 4, 400, 0.02, 3
POPULAR = Zipf(KEYS, 0.8)


@dataclass(kw_only=True)
class Move:
    """What happened. Times in seconds; `waits` are those of the keys' copies, `stale` of reads that were too old.

    `lost` are the keys whose last acknowledged write is gone, and when that was acknowledged; `share` is the
    newcomer's part of the requests once all has moved; `copies` is the part of its capacity that the busiest shard
    needs for copies alone, at the pace asked.
    """

    trace: Trace
    newcomer: str
    begin: float
    end: float
    waits: list
    stale: list
    lost: dict
    share: float
    copies: float

    @property
    def took(self):
        """From the first key's copy until the new map stands alone."""
        return self.end - self.begin

    @property
    def wait(self):
        """The median time of a key's copy."""
        return median(self.waits)

    @property
    def early(self):
        """The reads that came back too old before all had moved."""
        return [time for time in self.stale if time < self.end]

    def first_lost(self):
        """The first of the writes that are gone: its key, and when it was acknowledged; "" and inf if none is."""
        return min(self.lost.items(), key=lambda item: item[1], default=("", inf))

    def latency(self):
        """The users' mean latency while keys move."""
        pairs = zip(self.trace.arrived, self.trace.latency)
        return fmean(latency for arrived, latency in pairs if self.begin <= arrived < self.end)

    def stretches(self):
        """The requests of the whole stretches of about a second, some of which the move fills: a trace, their width."""
        width = self.took / max(1, round(self.took))
        start = self.begin % width
        end = start + (max(self.trace.arrived) - start) // width * width
        columns = zip(self.trace.arrived, self.trace.latency, self.trace.by)
        return Trace.of(*zip(*(row for row in columns if start <= row[0] < end)), start=start), width


class Shop:
    """Four shards that hold all keys, and what the users ask of them; a fifth stands ready.

    The names of shards and keys, and so the placements, come from the run's seed.
    """

    def __init__(self, scheme):
        """`scheme` is the name of a placement."""
        salt = stream("names").getrandbits(32)
        self.names = [f"{salt}/shard {number}" for number in range(SHARDS + 1)]
        self.keys = [f"{salt}/key {rank}" for rank in range(1, KEYS + 1)]  # the most popular one first
        self.before, self.after = placement(scheme, self.names[:-1]), placement(scheme, self.names)
        shards = [Shard(name, service=exponential(SERVICE)) for name in self.names]
        self.database = ShardedDatabase(shards, self.before)
        for key in stream("order").sample(self.keys, KEYS):
            self.database.shard(key).data[key] = 0

    def wrap(self, wrapper):
        """Let `wrapper(service, name)` stand for the database's "read", "write" and "copy", and for each shard's calls.

        The shards are called "shard 1" to "shard 4" and "newcomer".
        """
        database, names = self.database, [*(f"shard {number}" for number in range(1, SHARDS + 1)), "newcomer"]
        for name, method in (("read", "get"), ("write", "put"), ("copy", "copy")):
            setattr(database, method, wrapper(getattr(database, method), name))
        for name, shard in zip(names, database.shards.values()):
            shard.get, shard.put = wrapper(shard.get, name), wrapper(shard.put, name)

    def demand(self, place):
        """The share of the users' requests that each shard gets under a map."""
        demand = Counter()
        for rank, key in enumerate(self.keys, 1):
            demand[place.owner(key)] += POPULAR.probability(rank)
        return demand

    def requests(self):
        """What the users ask for, endlessly."""
        return requests(keys=lambda rng: self.keys[POPULAR(rng) - 1])

    def moving(self):
        """The keys that have another home on the new map."""
        return changed(self.database.keys(), self.before, self.after)


async def join(scheme, way, pace, load, wrapper=lambda service, name: service):
    """Four shards serve users when a fifth joins, and the keys go where the new map wants them: a `Move`.

    `await way(database, after, pace)` moves them and returns the time of each copy. The users keep the hottest shard
    busy for a share `load` of its time, under the map that makes it hotter; half of their requests are writes. The
    time at which the move begins is drawn, too. `wrapper` is that of `Shop.wrap`.
    """
    shop, trace = Shop(scheme), Trace()
    auditor, moving = Auditor(shop.database), shop.moving()
    shop.wrap(wrapper)
    old, new = shop.demand(shop.before), shop.demand(shop.after)
    begin = 4.5 + stream("the move").random()
    arrivals = poisson(load / SERVICE / max(*old.values(), *new.values()))
    until = begin + ceil(len(moving) / pace) + AFTER
    traffic = asyncio.create_task(open_loop(trace.watch(auditor), arrivals, shop.requests(), until=until))
    await asyncio.sleep(begin)
    waits = await way(shop.database, shop.after, pace)
    end = now()
    await traffic
    copies = Counter(place.owner(key) for key in moving for place in (shop.before, shop.after))
    return Move(trace=trace, newcomer=shop.names[-1], begin=begin, end=end, waits=waits, stale=auditor.stale,
                lost=await auditor.lost(), share=new[shop.names[-1]],
                copies=max(copies.values()) / len(moving) * pace * SERVICE)
