"""Right answers of another shape: a population of designs, a generator, recursion, Wilson by bisection."""


# %% part-1
def design():
    naive = [4, 1, "primary", 0, "in line", False, "round robin", 1, None, None, None]
    names = "instances replicas acknowledge ttl payment breaker policy tries budget limit queue"
    return dict(zip(names.split(), naive)) | {
        "acknowledge": "a replica",
        "ttl": 5,
        "payment": "queue",
        "tries": 4,
        "queue": 8,
    }


# %% part-2
from random import Random


def _offspring(names, knobs, known, chance):
    """Designs without end: at first any, then children of two of the best eight, with a setting or two by chance."""
    while len(known) < 20:
        yield tuple(chance.choice(knobs[name]) for name in names)
    while True:
        best = sorted(known, key=known.get, reverse=True)[:8]
        parents = zip(chance.choice(best), chance.choice(best), strict=True)
        child = [chance.choice(pair) for pair in parents]
        for place, name in enumerate(names):
            if chance.random() * len(names) < 1.5:
                child[place] = chance.choice(knobs[name])
        yield tuple(child)


def improve(design, knobs, judge, budget=150):
    names, made, known = list(knobs), {}, {}

    def meet(one):
        made[one] = dict(zip(names, one))
        known[one] = judge(made[one])

    meet(tuple(design[name] for name in names))
    missed = 0
    for one in _offspring(names, knobs, known, Random(6)):
        if len(known) >= budget or missed > 1_000:
            break
        missed = missed + 1 if one in known else 0
        if one not in known:
            meet(one)
    return made[max(known, key=known.get)]


# %% part-3
def blame(design, run, faults):
    base = run(design, [])
    gains = {}

    def pairs(rest):
        """All pairs of these, and what each gains beyond the sum."""
        if not rest:
            return []
        first, *others = rest
        gains[first] = run(design, [first]) - base
        after = pairs(others)
        mine = [((first, other), run(design, {first, other}) - base - gains[first] - gains[other]) for other in others]
        return mine + after

    both = pairs(list(faults))
    fault = max(faults, key=lambda name: gains[name], default=None)
    pair, beyond = max(both, key=lambda each: each[1], default=(None, 0))
    return (None if fault is None or gains[fault] <= 0 else fault), (pair if beyond > 0 else None)


# %% part-4
def promise(design, run, seeds):
    held = [*map(lambda seed: run(dict(design), seed), seeds)]  # noqa: C417
    share = sum(held) / len(held)

    def far(truth):
        return (share - truth) ** 2 > 1.96**2 * truth * (1 - truth) / len(held)

    def edge(inside, outside, steps=60):
        """The last truth that is not too far from what was seen."""
        middle = (inside + outside) / 2
        if not steps:
            return middle
        return edge(inside, middle, steps - 1) if far(middle) else edge(middle, outside, steps - 1)

    return 100 * share, 100 * edge(share, 0.0), 100 * edge(share, 1.0)
