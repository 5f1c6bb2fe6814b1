"""Readers before real edges that have been read for long: what the film of the edges shows."""

from asyncio import TaskGroup, sleep

from systemdesign.caching.aside import Entry
from systemdesign.kernel.streams import stream
from systemdesign.sim.request import WebReply
from systemdesign.sim.workload import poisson
from systemdesign.sim.zipf import Zipf
from systemdesign.url_shortener.edge import Edge
from systemdesign.url_shortener.tiers import CODES, held, missed, popularity

SHOWN, DOTS = 3, 250
OTHERS = "other edges"
FOUND = WebReply(302)


def places(edges):
    """The names of the edges on film: each, or the first few and all others."""
    names = [f"edge {number + 1}" for number in range(min(edges, SHOWN))]
    return names + [OTHERS] * (edges > SHOWN)


async def read(film, edges, ttl, rate, shield):
    """Let as many readers come as the film has room for. A dot is a code; its stays are longer than life."""
    stay, random = 8 / rate, stream("readers")
    reads = [(Zipf(CODES)(random), int(random.random() * edges)) for _ in range(DOTS)]
    origin = film.watch(slowly(_answer, stay), "origin")
    shielding = Edge(origin, ttl)
    further = film.watch(slowly(shielding, stay), "shield") if shield else origin
    caches = [Edge(further, ttl) for _ in range(edges)]
    fill(reads, caches, shielding, ttl, rate)
    names = places(edges)
    watched = [film.watch(slowly(cache, stay), names[min(number, SHOWN)]) for number, cache in enumerate(caches)]
    async with TaskGroup() as going:
        for (code, edge), gap in zip(reads, poisson(rate)):
            await sleep(gap)
            going.create_task(watched[edge](code))


def fill(reads, caches, shielding, ttl, rate):
    """What the edges, and the shield behind them, hold of the codes that will be read, after having stood for long."""
    random = stream("held").random
    for code, edge in dict.fromkeys(reads):
        each = popularity()[code - 1] * rate / len(caches)
        caches[edge].store.put(code, Entry(FOUND, held(random, each * ttl, ttl)))
    for code in dict.fromkeys(code for code, _ in reads):
        ends = 0.0
        for time in sorted(missed(random, popularity()[code - 1] * rate, ttl, len(caches), 2 * ttl)):
            ends = time + ttl if time >= ends else ends
        shielding.store.put(code, Entry(FOUND, ends - 2 * ttl))


def slowly(service, seconds):
    """The same service, after so many seconds."""
    async def slow(code):
        await sleep(seconds)
        return await service(code)

    return slow


async def _answer(code):
    return FOUND
