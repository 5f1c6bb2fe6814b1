"""Five objectives, and the score that says how nearly a design meets them."""

from math import log
from typing import NamedTuple

from systemdesign.capstone.board import PRICES, cost
from systemdesign.capstone.day import day

SEEDS = range(4)
"""The published days."""
BEST = 67
"""What the cheapest design costs that meets the four other objectives: found by search, and proved in the tests."""


class Objective(NamedTuple):
    """Full points up to `good`, none from `bad` on, and between them linear in the logarithm of the miss."""

    points: int
    good: float
    bad: float

    def earned(self, value):
        """The points for this value."""
        share = log(max(value, 1e-9) / self.bad) / log(self.good / self.bad)
        return self.points * min(1.0, max(0.0, share))


OBJECTIVES = {
    "unanswered": Objective(30, 0.005, 0.10),
    "p99": Objective(20, 0.9, 2.0),
    "stale": Objective(10, 0.02, 0.20),
}
"""Of requests that came, seconds, and of answered reads. Orders lost: all of 20 points or none. Cost: 20 more."""
LOST, COST = 20, 20


def parts(one, prices=PRICES, best=BEST):
    """The points of one Day, by objective. Those for the cost shrink with the square of the share of the others: cheap
    and broken earns nothing."""
    earned = {
        "unanswered": OBJECTIVES["unanswered"].earned(1 - one.answered),
        "p99": OBJECTIVES["p99"].earned(one.p99),
        "lost": LOST * (one.lost == 0),
        "stale": OBJECTIVES["stale"].earned(one.stale),
    }
    others = sum(earned.values()) / (100 - COST)
    return {**earned, "cost": Objective(COST, best, 2 * best).earned(cost(one.design, prices)) * others**2}


def score(one, prices=PRICES, best=BEST):
    """The points of one Day, 0 to 100."""
    return sum(parts(one, prices, best).values())


class Verdict(NamedTuple):
    """The mean `score` of several days, the `cost`, and of the rest the worst day's value, and the mean of `tries`."""

    score: float
    cost: int
    answered: float
    p99: float
    lost: int
    stale: float
    tries: float


def judged(design, seeds=SEEDS, without=()):
    """The Verdict on a design, over these days."""
    days = [day(design, seed, without) for seed in seeds]
    return Verdict(
        sum(map(score, days)) / len(days),
        cost(design),
        min(one.answered for one in days),
        max(one.p99 for one in days),
        max(one.lost for one in days),
        max(one.stale for one in days),
        sum(one.tries for one in days) / len(days),
    )
