"""Right answers of another shape: a search that is asked for designs and told scores, arguments by name, fractions."""

# %% part-1
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Shop:
    """What is paid for, and then what costs nothing."""

    instances: int = 4
    replicas: int = 1
    ttl: int = 5
    payment: str = "queue"
    breaker: bool = False
    policy: str = "round robin"
    acknowledge: str = "a replica"
    tries: int = 4
    budget: float | None = None
    limit: float | None = None
    queue: int | None = 8


def design():
    return asdict(Shop())


# %% part-2
from itertools import combinations, product


def _dialogue(best, knobs):
    """Yields designs and is sent their scores; ends where no two knobs make it better."""
    top, count = (yield best), 1
    while count <= 2:
        before = top
        for names in combinations(knobs, count):
            for settings in product(*map(knobs.get, names)):
                other = best | dict(zip(names, settings, strict=True))
                score = yield other
                if score > top:
                    best, top = other, score
            if top > before and count == 2:
                break
        count = count + 1 if top == before else 1


def improve(design, knobs, judge, budget=150):
    known, dialogue = [], _dialogue(dict(design), knobs)
    one = next(dialogue)
    while True:
        score = next((score for other, score in known if other == one), None)
        if score is None:
            if len(known) == budget:
                break
            score = judge(design=one)
            known.append((dict(one), score))
        try:
            one = dialogue.send(score)
        except StopIteration:
            break
    return max(known, key=lambda each: each[1])[0]


# %% part-3
from typing import NamedTuple


class Pair(NamedTuple):
    first: str
    second: str


class Blame(NamedTuple):
    fault: str | None
    pair: Pair | None


def blame(design, run, faults):
    """One list of names for all calls, as it grows and shrinks; sums are compared, not differences."""
    out = []
    base = run(without=out, design=design)
    alone, both = {}, {}
    for place, first in enumerate(faults):
        out.append(first)
        alone[first] = run(without=out, design=design)
        for second in faults[place + 1 :]:
            out.append(second)
            both[Pair(first, second)] = run(without=out, design=design)
            out.remove(second)
        out.clear()
    beyond = {pair: both[pair] + base - alone[pair.first] - alone[pair.second] for pair in both}
    fault = next((name for name in faults if alone[name] == max(alone.values()) > base), None)
    pair = next((pair for pair in both if beyond[pair] == max(beyond.values()) > 0), None)
    return Blame(fault, pair)


# %% part-4
from fractions import Fraction


class Promise(NamedTuple):
    days: Fraction
    low: float
    high: float


def promise(design, run, seeds):
    """Of a thousand truths those that are not too far from what was seen."""
    held, count = 0, 0
    for count, seed in enumerate(seeds, 1):  # noqa: B007
        held += run(seed=seed, design=design)
    seen = Fraction(held, count)
    truths = [Fraction(n, 1000) for n in range(1001)]
    near = [truth for truth in truths if (seen - truth) ** 2 * count <= 1.96**2 * truth * (1 - truth)] + [seen]
    return Promise(100 * seen, float(100 * min(near)), float(100 * max(near)))
