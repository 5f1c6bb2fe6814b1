"""Valkey's sorted sets as timelines, measured: what inserts and reads cost, what lists take, and the race itself."""

import random
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from systemdesign.engines.http.load import in_thread
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.valkey.server import Valkey
from systemdesign.timeline.inserts import LATE, MERGES, fill, merges, pages, pipelines, scripts, spaced
from systemdesign.timeline.race import Race
from systemdesign.timeline.sorted_sets import member

SINGLY, HUNDREDS, THOUSANDS, SCRIPT = "one at a time", "pipelines of 100", "pipelines of 1,000", "Lua, 1,000 a call"
PAGE, MERGED = "page by cursor", "page of 20 lists"


@dataclass(frozen=True, kw_only=True)
class PricePlan(Plan):
    """So many `rounds`: in each, inserts in every way one after the other, and pages read in both.

    An insert adds a number to a list, and trims that to 800. `inserts` are those of a round in pipelines and by Lua; a
    tenth of them are made one at a time. A page has 20 posts, of one full list or of 20; `pages` of each are read.
    """

    inserts: int = 2000
    pages: int = 200
    rounds: int = 5


@dataclass(frozen=True)
class Prices(Result):
    """What came of a PricePlan: {way: a second's inserts or pages, for each round}."""

    rates: dict

    def relative(self, way=SINGLY):
        """{way: how many times as many as of this one}: the median of the rounds, whose parts are a moment apart."""
        return {name: median(map(lambda one, other: one / other, rates, self.rates[way]))
                for name, rates in self.rates.items()}

    def price(self, way):
        """What a read of one list costs in inserts made this way, where a page is merged of 20."""
        return self.relative(MERGED)[way] / MERGES

    def __str__(self):
        lines = [f"{name:20} {median(self.rates[name]):9,.0f}/s {factor:6.1f}"
                 for name, factor in self.relative().items()]
        return "\n".join(lines)


@measurement("valkey", PricePlan, Prices)
def prices(plan):
    """Inserts into sorted sets of a real Valkey and pages read from them (see PricePlan): `Prices`."""
    with Valkey() as server:
        client = server.client
        fill(client, MERGES)
        ways = {SINGLY: lambda names: pipelines(client, names[: len(names) // 10], 1),
                HUNDREDS: lambda names: pipelines(client, names, 100),
                THOUSANDS: lambda names: pipelines(client, names, 1000),
                SCRIPT: lambda names: scripts(client, names),
                PAGE: lambda _: pages(client, plan.pages), MERGED: lambda _: merges(client, plan.pages)}
        rates = {name: [] for name in ways}
        for number in range(plan.rounds):
            names = [f"home:{number}:{user}" for user in range(plan.inserts)]
            for name, work in ways.items():
                begun = perf_counter()
                done = work(names)
                rates[name].append(done / (perf_counter() - begun))
    return {"rates": rates}


@dataclass(frozen=True, kw_only=True)
class SizePlan(Plan):
    """Lists of so many `posts` each, kept in each of three ways."""

    posts: tuple = (100, 128, 129, 800)


@dataclass(frozen=True)
class Sizes(Result):
    """What came of a SizePlan: bytes by the number of posts, in its order; and how the sorted sets are encoded."""

    sorted_set: list
    packed: list
    encodings: list

    def __str__(self):
        rows = zip(self.plan.posts, self.sorted_set, self.packed, self.encodings)
        return "\n".join(f"{posts:4} posts: {kept:7,} bytes as a sorted set ({encoding}), {packed:6,} as a list"
                         for posts, kept, packed, encoding in rows)


@measurement("valkey", SizePlan, Sizes)
def sizes(plan):
    """The memory that one timeline takes, as Valkey itself says (see SizePlan): `Sizes`."""
    kept, packed, encodings = [], [], []
    with Valkey() as server:
        client = server.client
        for posts in plan.posts:
            names = [spaced(1 + turn) for turn in range(posts)]
            client.delete("sorted", "list")
            client.zadd("sorted", dict.fromkeys(names, 0))
            client.rpush("list", *names)
            kept.append(client.memory_usage("sorted", samples=0))
            packed.append(client.memory_usage("list", samples=0))
            encodings.append(client.object("encoding", "sorted").decode())
    return {"sorted_set": kept, "packed": packed, "encodings": encodings}


@dataclass(frozen=True, kw_only=True)
class TornPlan(Plan):
    """So many `posts` of one millisecond, read to the end in pages of `size`."""

    posts: int = 50
    size: int = 20


@dataclass(frozen=True)
class Torn(Result):
    """What came of a TornPlan: how many posts were read where numbers were scores, and where they were members."""

    scores: int
    members: int


@measurement("valkey", TornPlan, Torn)
def torn(plan):
    """Posts of one millisecond, in a sorted set with their numbers as scores, and with them as members: `Torn`."""
    ids = range(LATE, LATE + plan.posts)
    with Valkey() as server:
        client = server.client
        client.zadd("scores", {str(id): id for id in ids})
        client.zadd("members", {member(id): 0 for id in ids})
        by_score = read(lambda below: client.zrevrangebyscore(
            "scores", f"({below}" if below else "+inf", "-inf", start=0, num=plan.size), int)
        by_member = read(lambda below: client.zrevrangebylex(
            "members", f"({member(below)}" if below else "+", "-", start=0, num=plan.size), lambda name: int(name, 16))
    return {"scores": by_score, "members": by_member}


def read(page, number):
    """How many posts come of going from page to page, each below the last number of the one before."""
    shown, below = 0, None
    while found := page(below):
        shown, below = shown + len(found), number(found[-1])
    return shown


@dataclass(frozen=True, kw_only=True)
class RacePlan(Plan):
    """A star's post goes to `followers` lists in pipelines of 100. So many `replies` are made by followers of hers.

    Each is made after a random time, exponential, of which the mean is `delay` of what the fan-out should take: that is
    reckoned from five, one after another, to a tenth as many. It goes at once to so many `friends`, who follow both.
    """

    followers: int = 20_000
    replies: int = 300
    friends: int = 5
    delay: float = 0.1
    seed: int = 0


@dataclass(frozen=True)
class Raced(Result):
    """What came of a RacePlan: the seconds that the fan-out was reckoned to take, and took; the mean `delay` in
    seconds; and the share of friends who had the reply before the post.
    """

    reckoned: float
    took: float
    delay: float
    overtaken: float


@measurement("valkey", RacePlan, Raced)
def raced(plan):
    """Replies that overtake the post which they answer, in a real Valkey (see RacePlan): `Raced`."""
    with Valkey() as server:
        return in_thread(lambda: Race(server.port, plan, random.Random(plan.seed)).run())
