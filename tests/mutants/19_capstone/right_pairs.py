"""Right answers of another shape: a search that combines the best single changes, recursion, Agresti and Coull."""

# %% part-1
DESIGN = {"instances": 4, "replicas": 1, "acknowledge": "a replica", "ttl": 10, "payment": "queue", "breaker": False}
DESIGN.update({"policy": "round robin", "tries": 3, "budget": None, "limit": None, "queue": 8})


def design():
    return DESIGN


# %% part-2
from itertools import combinations


def improve(design, knobs, judge, budget=150):
    """One knob at a time; then the pairs of those changes, the least harmful first."""
    asked = []

    def score(one):
        for other, known in asked:
            if other == one:
                return known
        if len(asked) >= budget:
            return float("-inf")
        asked.append((dict(one), judge(dict(one))))
        return asked[-1][1]

    def single(one):
        return [{name: each} for name in knobs for each in knobs[name] if each != one[name]]

    def climbed(one):
        for change in single(one):
            if score(one | change) > score(one):
                one = one | change
        return one

    best = dict(design)
    score(best)
    while True:
        higher = climbed(best)
        if higher == best:
            order = sorted(single(best), key=lambda change: -score(best | change))
            ranks = sorted(combinations(range(len(order)), 2), key=sum)
            tried = (best | order[a] | order[b] for a, b in ranks if set(order[a]) != set(order[b]))
            higher = next((one for one in tried if score(one) > score(best)), best)
        if higher == best:
            return dict(best)
        best = higher


# %% part-3
from functools import cache


def blame(design, run, faults):
    @cache
    def score(*out):
        return run(design, list(out))

    def gain(*out):
        return score(*out) - score()

    pairs = [(faults[i], faults[j]) for i in range(len(faults)) for j in range(i + 1, len(faults))]
    ranked = sorted(faults, key=gain, reverse=True)
    beyond = sorted(pairs, key=lambda pair: gain(*pair) - gain(pair[0]) - gain(pair[1]), reverse=True)
    pair = beyond[0] if beyond and gain(*beyond[0]) > gain(beyond[0][0]) + gain(beyond[0][1]) else None
    return (ranked[0] if ranked and gain(ranked[0]) > 0 else None), pair


# %% part-4
from statistics import mean


def promise(design, run, seeds):
    """Agresti and Coull, 1998: two days more that held, and two that did not."""
    held = [int(run(design, seed)) for seed in seeds]
    share = (sum(held) + 2) / (len(held) + 4)
    half = 1.96 * (share * (1 - share) / (len(held) + 4)) ** 0.5
    days = 100 * mean(held)
    return days, min(days, max(0.0, 100 * (share - half))), max(days, min(100.0, 100 * (share + half)))
