"""The running shortener, measured: what a link costs on each database, how long a reader waits, what a code tells."""

import random
from dataclasses import dataclass
from functools import reduce
from operator import truediv
from statistics import fmean, median

from systemdesign.engines.http.load import in_thread
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.latency_and_queues.queue import served
from systemdesign.sim.trace import nearest_rank
from systemdesign.url_shortener.asked import addresses, get, poisson_gaps, popular, post
from systemdesign.url_shortener.codes import ALPHABET
from systemdesign.url_shortener.report import CPU
from systemdesign.url_shortener.set_ups import ENGINES, SET_UPS, running
from systemdesign.url_shortener.traffic import crowd, location, metric, paced


@dataclass(frozen=True, kw_only=True)
class CostPlan(Plan):
    """Eight clients at once make `writes` links and then follow `reads`, of each service in turn, and so many `rounds`.

    Who is followed: a code's chance falls as one over its rank (Zipf).
    """

    services: tuple = tuple(SET_UPS)
    writes: int = 16
    reads: int = 120
    rounds: int = 12
    seed: int = 0


@dataclass(frozen=True)
class Cost(Result):
    """What came of a CostPlan: for each service in its order a list with a number for each round.

    `writes` and `reads` are per second. `work` is the processor's time that the service's own process took for a read,
    in seconds.
    """

    writes: list
    reads: list
    work: list

    def relative(self, column):
        """{service: how much of the first one's}, the median of the rounds, in each of which they were a moment apart.
        """
        first, *_ = table = getattr(self, column)
        return {name: median(map(truediv, row, first)) for name, row in zip(self.plan.services, table)}

    def __str__(self):
        columns = *(self.relative(column).values() for column in ("writes", "reads")), map(median, self.work)
        lines = [f"{name:20} {writes:6.2f} {reads:6.2f} {1e6 * work:10.0f} µs"
                 for name, writes, reads, work in zip(self.plan.services, *columns)]
        return "\n".join([f"{'':20} {'writes':>6} {'reads':>6} {'Python/read':>13}", *lines])


@measurement(ENGINES, CostPlan, Cost)
def cost(plan):
    """Writes and reads of the real service on several databases, before each a cache or none (see CostPlan): `Cost`."""
    with running(plan.services) as services:
        return in_thread(lambda: costs(services, plan))


async def costs(services, plan):
    """Rounds of writes and of reads, of a service after the other: no trouble of the machine's hits one alone."""
    rng, codes = random.Random(plan.seed), {name: [] for name in services}
    writes, reads, work = ({name: [] for name in services} for _ in range(3))
    for _ in range(plan.rounds):
        for name, service in services.items():
            took, heads = await crowd(service.port, map(post, addresses(plan.writes)), 201)
            writes[name].append(plan.writes / took)
            codes[name] += map(location, heads)
        for name, service in services.items():
            chosen, before = popular(codes[name], plan.reads, rng), await metric(service.port, CPU)
            took, _ = await crowd(service.port, map(get, chosen), 302)
            reads[name].append(plan.reads / took)
            work[name].append((await metric(service.port, CPU) - before) / plan.reads)
    return {"writes": [*writes.values()], "reads": [*reads.values()], "work": [*work.values()]}


@dataclass(frozen=True, kw_only=True)
class PacePlan(Plan):
    """Links are made of one `service` at random (Poisson) times, for so many `seconds`, and that so many `rounds`.

    They would keep one worker busy for `load` of its time, if it took for each as long as a lone client waits for an
    answer: the mean of so many, `alone`, just before.
    """

    service: str = "SQLite"
    load: float = 0.5
    rounds: int = 7
    alone: int = 60
    seconds: float = 0.3
    seed: int = 0


@dataclass(frozen=True)
class Paced(Result):
    """What came of a PacePlan, in seconds, each the median of the rounds' own: of one in which the machine had trouble
    of other kinds nothing is seen.

    `service` is the lone client's mean wait. `measured` and `modelled` have the mean, the median, the 90th and the 99th
    percentile of latencies from the due time. The model is one queue before one worker, who takes `service` for each of
    the same arrivals (chapter 1).
    """

    requests: int
    service: float
    measured: list
    modelled: list

    def __str__(self):
        rows = zip(("mean", "p50", "p90", "p99"), self.measured, self.modelled)
        lines = [f"{name:5} {1e3 * found:9.2f} ms {1e3 * model:9.2f} ms" for name, found, model in rows]
        return "\n".join([f"{'':5} {'measured':>12} {'modelled':>12}", *lines])


@measurement(ENGINES, PacePlan, Paced)
def pace(plan):
    """Links made of the real service when each is due, and the model of it beside (see PacePlan): `Paced`."""
    with running([plan.service]) as services:
        rounds = in_thread(lambda: kept_pace(services[plan.service].port, plan))
    counts, services, *summaries = zip(*rounds)
    measured, modelled = ([median(column) for column in zip(*found)] for found in summaries)
    return {"requests": sum(counts), "service": median(services), "measured": measured, "modelled": modelled}


async def kept_pace(port, plan):
    """Of each round: how many came, the lone client's mean, and a `summary` of what was measured and modelled."""
    rng, found = random.Random(plan.seed), []
    for _ in range(plan.rounds):
        took, _ = await crowd(port, map(post, addresses(plan.alone)), 201, clients=1)
        service = took / plan.alone
        gaps = list(poisson_gaps(rng, plan.load / service, plan.seconds))
        measured = await paced(port, map(post, addresses(len(gaps))), gaps, 201)
        modelled = served([service] * len(gaps), gaps).latency
        found.append((len(gaps), service, summary(measured), summary(modelled)))
    return found


def summary(latencies):
    """The mean, the median, the 90th and the 99th percentile."""
    ordered = sorted(latencies)
    return [fmean(ordered), *(nearest_rank(ordered, p) for p in (0.5, 0.9, 0.99))]


@dataclass(frozen=True, kw_only=True)
class PeekPlan(Plan):
    """Between two links of a competitor's, others make so many `links`, of a service that counts."""

    links: int = 137


@dataclass(frozen=True)
class Peeked(Result):
    """What came of a PeekPlan: the competitor's two `codes`, and the `others` that they betray."""

    codes: list
    others: int


@measurement(ENGINES, PeekPlan, Peeked)
def peeked(plan):
    """Two codes of the real counter service, and what lies between them (see PeekPlan): `Peeked`."""
    with running(["SQLite, counter"]) as services:
        return in_thread(lambda: betrayed(services["SQLite, counter"].port, plan))


async def betrayed(port, plan):
    """A link of the competitor's, those of the others, and one more."""
    _, morning = await crowd(port, map(post, addresses(1)), 201)
    await crowd(port, map(post, addresses(plan.links)), 201)
    _, evening = await crowd(port, map(post, addresses(1)), 201)
    codes = [location(head).strip("/") for head in morning + evening]
    return {"codes": codes, "others": number(codes[1]) - number(codes[0]) - 1}


def number(code):
    """The number that a counter's code spells."""
    return reduce(lambda value, letter: value * len(ALPHABET) + ALPHABET.index(letter), code, 0)
