"""A trace of keys through a real Valkey that is too small for them: how many requests find their key there."""

import time
from dataclasses import dataclass
from itertools import islice

from systemdesign.caching.eviction import hits, store
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.valkey.server import Valkey
from systemdesign.sim.workload import requests
from systemdesign.sim.zipf import Zipf

SHORT = 20.0  # seconds; whatever takes longer is shown from its recording unless asked for
MODELS = {"allkeys-random": "RANDOM", "volatile-ttl": "FIFO", "allkeys-lru": "sampled LRU", "allkeys-lfu": "LFU"}
CACHE_ASIDE = """
if server.call('GET', KEYS[1]) then return 1 end
server.call('SET', KEYS[1], string.rep('x', ARGV[1]), 'EX', ARGV[2])
return 0
"""


@dataclass(frozen=True, kw_only=True)
class TracePlan(Plan):
    """`count` requests for `keys` Zipf keys, to a Valkey with room for about `capacity` of them.

    `policy` is a `maxmemory-policy`. The trace takes as long as it must, or `seconds`. Every value has `size`
    bytes and the same time to live, far longer than the trace. Seed and skew give the keys that
    `requests(keys=Zipf(keys, skew), seed=seed)` gives.
    """

    policy: str = "allkeys-lru"
    capacity: int = 200
    keys: int = 2000
    skew: float = 0.8
    count: int = 20_000
    seconds: float = 0.0
    size: int = 20_000  # large beside what the requests themselves need while they are under way
    seed: int = 1

    def __post_init__(self):
        if self.policy not in MODELS:
            raise ValueError(f"no model of the policy {self.policy!r} here; there are {', '.join(map(repr, MODELS))}")

    def trace(self):
        """The keys, in the order in which they are asked for."""
        endless = requests(keys=Zipf(self.keys, self.skew), seed=self.seed)
        return [request.key for request in islice(endless, self.count)]


@dataclass(frozen=True)
class Replayed(Result):
    """What came of a TracePlan: `hits` has 1 or 0 for each request; `held` is the mean number of keys in Valkey."""

    hits: list
    held: float

    def hit_ratio(self, after=0):
        """The share of hits, the first `after` requests left out: the cache starts empty."""
        return sum(self.hits[after:]) / len(self.hits[after:])

    def modelled(self, after=0):
        """The hit ratio of the course's own store on the same keys, with as many places as Valkey held keys."""
        model = store(MODELS[self.plan.policy], round(self.held), seed=self.plan.seed)
        found = hits(model, self.plan.trace())[after:]
        return sum(found) / len(found)

    def to_json(self):
        """The record as plain data: a text of 1s and 0s is shorter than their list."""
        return {"held": self.held, "hits": "".join(map(str, self.hits))}

    @classmethod
    def from_json(cls, found, **shared):
        """The record back from plain data."""
        return cls(list(map(int, found["hits"])), found["held"], **shared)


@measurement("valkey", TracePlan, Replayed, slow=lambda plan: plan.seconds > SHORT)
def through_valkey(plan):
    """A trace (TracePlan lists the keywords) put through Valkey: a `Replayed`."""
    with Valkey(maxmemory_policy=plan.policy) as valkey:
        make_room(valkey.client, plan)
        hits, held = [], []
        for batch in paced(batches(plan), plan.seconds):
            hits += ask(valkey.client, batch, plan.size)
            held.append(valkey.client.dbsize())
        late = held[len(held) // 4:]
        return {"hits": hits, "held": sum(late) / len(late)}


def make_room(client, plan):
    """Limit its memory to what it needs for `capacity` keys: filled once, measured, emptied."""
    for start in range(1, plan.capacity + 1, 50):
        ask(client, range(start, min(start + 50, plan.capacity + 1)), plan.size)
    room = client.info("memory")["used_memory"]
    client.execute_command("FLUSHALL", "SYNC")  # the memory itself must be free, not only the keys gone
    client.config_set("maxmemory", room)


def ask(client, keys, size):
    """Cache-aside for each key, one command each, so that Valkey may evict before every one: 1 for a hit."""
    pipeline = client.pipeline(transaction=False)
    for key in keys:
        pipeline.eval(CACHE_ASIDE, 1, key, size, 3600)
    return pipeline.execute()


def batches(plan):
    """The trace in pieces of about a tenth of a second, or of 50 keys where there is no hurry."""
    trace = plan.trace()
    size = 50 if not plan.seconds else max(1, round(plan.count / plan.seconds / 10))
    return [trace[start:start + size] for start in range(0, plan.count, size)]


def paced(batches, seconds):
    """The batches one after the other, evenly over so many real seconds."""
    start = time.monotonic()
    for number, batch in enumerate(batches):
        time.sleep(max(0.0, start + number * seconds / len(batches) - time.monotonic()))
        yield batch

