"""Right answers of another shape: a coordinate search that begins again elsewhere, loops, and the exact interval."""


# %% part-1
def design():
    names = "instances replicas acknowledge ttl payment breaker policy tries budget limit queue"
    return dict(zip(names.split(), (4, 1, "a replica", 5, "queue", False, "round robin", 3, None, None, 8)))


# %% part-2
import random


class _Enough(Exception):
    pass


def improve(design, knobs, judge, budget=150):
    names = sorted(knobs)
    chance, scores, designs = random.Random(1), {}, {}
    places = 1
    for name in names:
        places *= len(knobs[name])

    def score(one):
        key = tuple(knobs[name].index(one[name]) for name in names)
        if key not in scores:
            if len(scores) >= min(budget, places):
                raise _Enough
            designs[key] = dict(one)
            scores[key] = judge(one)
        return scores[key]

    def climb(one):
        now = score(one)
        while True:
            before = now
            for name in names:
                for setting in knobs[name]:
                    other = dict(one)
                    other[name] = setting
                    found = score(other)
                    if found > now:
                        one, now = other, found
            if now == before:
                return

    try:
        climb(dict(design))
        for _ in range(1_000):
            climb({name: chance.choice(knobs[name]) for name in names})
    except _Enough:
        pass
    return dict(designs[max(scores, key=scores.get)])


# %% part-3
def blame(design, run, faults):
    scores = {frozenset(): run(design, frozenset())}
    for i in range(len(faults)):
        for j in range(i + 1):
            both = frozenset((faults[i], faults[j]))
            scores[both] = run(design, both)
    base = scores[frozenset()]
    culprit, gain = None, 0
    for fault in faults:
        if scores[frozenset([fault])] - base > gain:
            culprit, gain = fault, scores[frozenset([fault])] - base
    pair, most = None, 0
    for i, first in enumerate(faults):
        for second in faults[i + 1 :]:
            alone = scores[frozenset([first])] + scores[frozenset([second])] - 2 * base
            beyond = scores[frozenset((first, second))] - base - alone
            if beyond > most:
                pair, most = (first, second), beyond
    return culprit, pair


# %% part-4
from math import comb


def _at_most(held, count, share):
    return sum(comb(count, n) * share**n * (1 - share) ** (count - n) for n in range(held + 1))


def _root(f):
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return low


def promise(design, run, seeds):
    """Clopper and Pearson's interval, 1934."""
    count = held = 0
    for seed in seeds:
        count += 1
        held += bool(run(design, seed))
    low = _root(lambda share: 0.025 - (1 - _at_most(held - 1, count, share))) if held else 0.0
    high = _root(lambda share: _at_most(held, count, share) - 0.025) if held < count else 1.0
    return [100 * held / count, 100 * low, 100 * high]
