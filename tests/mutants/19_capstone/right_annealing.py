"""Right answers of another shape: simulated annealing, one table, objects that can be called, arcsine."""

# %% part-1
from collections import OrderedDict


class design(OrderedDict):
    """What was refused: ejection, a breaker, a budget."""

    def __init__(self):
        super().__init__(queue=8, limit=None, budget=None, tries=4, policy="round robin", breaker=False)
        self.update(payment="queue", ttl=10, acknowledge="a replica", replicas=1, instances=4)


# %% part-2
import random
from math import exp


class _Annealing:
    """It goes downhill, too, as long as it is warm."""

    def __init__(self, heat):
        self.heat = heat

    def __call__(self, design, knobs, judge, budget=150):
        chance, names, known = random.Random(7), [*knobs], {}

        def score(one):
            known.setdefault(one, None)
            if known[one] is None:
                known[one] = judge(OrderedDict(zip(names, one)))
            return known[one]

        def beside(one):
            other = list(one)
            for place in chance.sample(range(len(names)), min(len(names), chance.choice((1, 2, 2, 3)))):
                other[place] = chance.choice(knobs[names[place]])
            return tuple(other)

        now, idle = tuple(design[name] for name in names), 0
        score(now)
        while len(known) < budget and idle < 2_000:
            before, other = len(known), beside(now)
            rise = score(other) - score(now)
            if rise >= 0 or chance.random() < exp(rise / (self.heat * (1.001 - len(known) / budget))):
                now = other
            idle = 0 if len(known) > before else idle + 1
        return OrderedDict(zip(names, max(reversed(known), key=known.get)))


improve = _Annealing(5.0)


# %% part-3
from itertools import combinations


class _Inquest:
    def __call__(self, design, run, faults):
        self.scores = {
            out: run(design=design, without=set(out)) for count in range(3) for out in combinations(faults, count)
        }
        fault = sorted(combinations(faults, 1), key=self.beyond, reverse=True)[:1]
        pair = sorted(combinations(faults, 2), key=self.beyond, reverse=True)[:1]
        return [*(out[0] for out in fault if self.beyond(out) > 0)] or [None], [*filter(self.gains, pair)] or [None]

    def beyond(self, out):
        """The score without these, less what each of them explains by itself."""
        alone = [self.scores[one,] - self.scores[()] for one in out] if len(out) > 1 else []
        return self.scores[out] - self.scores[()] - sum(alone)

    def gains(self, out):
        return self.beyond(out) > 0


def blame(design, run, faults):
    (fault,), (pair,) = _Inquest()(design, run, faults)
    return fault, pair


# %% part-4
from math import asin, pi, sin, sqrt


def promise(design, run, seeds):
    """The arcsine of the root of a share has nearly the same error everywhere (Anscombe, 1948)."""
    held = count = 0
    for count, seed in enumerate(seeds, 1):  # noqa: B007
        held += run(design, seed=seed)
    angle, half = asin(sqrt((held + 3 / 8) / (count + 3 / 4))), 1.96 / (2 * sqrt(count))
    share, low, high = held / count, sin(max(0.0, angle - half)) ** 2, sin(min(pi / 2, angle + half)) ** 2
    return 100 * share, 100 * min(share, low), 100 * max(share, high)
