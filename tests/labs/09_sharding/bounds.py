"""The bound of lab 09's part 2, reckoned exactly; and how a key is placed by those who reckon it otherwise."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor


@dataclass
class Reckoning:
    """What a bound depends on: the nodes' weights, the slack, and how many keys there are."""

    weights: dict
    slack: float

    def share(self, name, count):
        """m · w/W, exactly."""
        return self.weight[name] * count / self.total

    @cached_property
    def weight(self):
        return {name: Fraction(str(weight)) for name, weight in self.weights.items()}

    @cached_property
    def total(self):
        return sum(self.weight.values())

    @cached_property
    def most(self):
        return 1 + Fraction(str(self.slack))

    def whole(self):
        """The same with weights cut to whole numbers, one at least."""
        return Reckoning({name: max(1, int(weight)) for name, weight in self.weights.items()}, self.slack)

    def exact(self, name, count):
        return self.most * self.share(name, count)

    def bound(self, name, count):
        return ceil(self.exact(name, count))

    def bounds(self, count):
        return {name: self.bound(name, count) for name in self.weights}

    def floating(self, name, count):
        return ceil((1 + self.slack) * count * self.weights[name] / sum(self.weights.values()))

    def ceiled_float(self, name, count):
        return ceil((1 + self.slack) * (count * self.weights[name] / sum(self.weights.values())))

    def even(self, name, count):
        return ceil((1 + Fraction(str(self.slack))) * count / len(self.weights))

    def with_slack(self, slack):
        return lambda name, count: Reckoning(self.weights, slack).bound(name, count)


def first_with_room(order, held, bound, count):
    """The first node that holds fewer keys than its bound; None when there is none."""
    return next((name for name in order if held[name] < bound(name, count)), None)


def others(right):
    """(rule, words, bound) of other ways to reckon the bound at which a new key is placed."""
    share = right.share
    rows = [
        (2, "*m* counts the new key: you reckon the bounds without it", lambda name, m: right.bound(name, m - 1)),
        (
            2,
            "*m* counts the new key: you reckon the bounds without it",
            lambda name, m: right.bound(name, max(1, m - 1)),
        ),
        (
            2,
            "*m* counts the new key once: you reckon the bounds with one more",
            lambda name, m: right.bound(name, m + 1),
        ),
        (1, "1.1 × 100 / 10 is a little over 11 in floating point, and its bound is 11", right.floating),
        (1, "1.1 × 100 / 10 is a little over 11 in floating point, and its bound is 11", right.ceiled_float),
        (1, "every node is within its bound, which goes by its part of the weight: yours are alike", right.even),
        (
            1,
            "every node is within its bound, which is rounded up: you round down, or to the nearest",
            lambda n, m: floor(right.exact(n, m)),
        ),
        (
            1,
            "every node is within its bound, which is rounded up: you round down, or to the nearest",
            lambda n, m: max(1, floor(right.exact(n, m))),
        ),
        (
            1,
            "every node is within its bound, which is rounded up: you round down, or to the nearest",
            lambda n, m: max(1, round(right.exact(n, m))),
        ),
        (
            1,
            "every node is within its bound, which is rounded up once: you add one even to whole numbers",
            lambda n, m: floor(right.exact(n, m)) + 1,
        ),
        (
            1,
            "every node is within its bound, which is (1 + slack) · m · w/W: you add the slack",
            lambda n, m: ceil(share(n, m) + Fraction(str(right.slack))),
        ),
        (
            1,
            "every node is within its bound, which is rounded at the end: you round m · w/W before it is multiplied",
            lambda n, m: ceil(right.most * ceil(share(n, m))),
        ),
        (
            2,
            "a key goes to a node that stays within its bound: yours lets in one key too many",
            lambda n, m: right.bound(n, m) + 1,
        ),
        (
            2,
            "a key goes to the first node that stays within its bound, and it may be full: you leave a place empty",
            lambda n, m: right.bound(n, m) - 1,
        ),
        (2, "a key goes to a node that stays within its bound: yours all go to their owners", lambda n, m: m + 1),
        (
            1,
            "every node is within its bound, which is rounded at the end: you round the slack's part by itself",
            lambda n, m: ceil(share(n, m)) + ceil(Fraction(str(right.slack)) * share(n, m)),
        ),
        (
            1,
            "every node is within its bound, and its weight is taken as it is: you cut the fraction off",
            right.whole().bound,
        ),
        (
            1,
            "every node is within its bound, and W is the total weight: you divide by the number of nodes",
            lambda n, m: ceil(right.exact(n, m) * right.total / len(right.weights)),
        ),
        (
            1,
            "every node is within its bound, which is rounded at the end: you round before you multiply by the weight",
            lambda n, m: ceil(right.exact(n, m) / right.weight[n]) * right.weight[n],
        ),
        (
            1,
            "every node is within its bound, and the slack multiplies, as 1 + slack: you divide by 1 - slack",
            lambda n, m: ceil(share(n, m) / (1 - min(Fraction(str(right.slack)), Fraction(9, 10)))),
        ),
        (
            1,
            "every node is within its bound, and *m* is the number of keys there are: yours goes in steps of ten",
            lambda n, m: right.bound(n, -(-m // 10) * 10),
        ),
    ]
    rows += [
        (
            1,
            f"every node is within its bound, and the slack is {right.slack}: yours is {slack}",
            right.with_slack(slack),
        )
        for slack in (0.25, 0)
        if slack != right.slack
    ]
    return rows
