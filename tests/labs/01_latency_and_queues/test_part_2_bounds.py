"""Lab 01, part 2: the bounds of a quantile."""

from fractions import Fraction
from math import inf
from random import Random

import pytest

from systemdesign.grading.hints import hint

from .ranks import ranks

KNOWN = [
    # n, q, level, rank of the lower bound, of the upper one
    (1_000, "0.99", "0.95", 983, 997),
    (1_000, "0.5", "0.95", 469, 532),
]
OTHERS = [
    (10, "0.5", "0.95"), (11, "0.5", "0.8"), (40, "0.9", "0.95"), (100, "0.07", "0.95"), (100, "0.93", "0.99"),
    (299, "0.95", "0.95"), (500, "0.99", "0.9"), (1_000, "0.01", "0.95"), (613, "0.75", "0.999"),
    (1_000, "0.995", "0.5"),
]  # fmt: skip


def bounds(lab, n, q, level=None):
    """The ranks of both bounds among the values 1 to n."""
    options = {} if level is None else {"level": float(level)}
    found = lab.bounds([float(value) for value in range(1, n + 1)], float(q), **options)
    assert isinstance(found, (tuple, list)) and len(found) == 2, (
        f"`bounds` returns a pair (low, high) by the binomial law, for one value or 20,000; yours gave {found!r}."
    )
    assert all(isinstance(one, (int, float)) for one in found), (
        f"`bounds` returns two numbers, 0 and inf where there is no bound; yours gave {found!r}."
    )
    return tuple(found)


def words(n, q, level):
    return f"Of the values 1 to {n}, q={q} and level={level}"


@pytest.mark.rule(6)
@pytest.mark.parametrize(("n", "q", "low", "high"), [(20_000, "0.5", 9_861, 10_140)])
def test_many_values_are_no_problem(lab, n, q, low, high):
    with hint(f"With {n} values and q={q} terms of the law are too large or too small for a float: take logarithms."):
        found = bounds(lab, n, q)
    assert abs(found[0] - low) < 60 and abs(found[1] - high) < 60, (
        f"Of the values 1 to {n} the bounds of the quantile {q} are {low} and {high} by the binomial law, and yours "
        f"{found}. `comb(20_000, 10_000)` does not fit into a float, and `0.5 ** 20_000` is 0 in floats."
    )


@pytest.mark.rule(3, 4)
def test_the_ranks_are_known(lab):
    for n, q, level, low, high in KNOWN:
        told(bounds(lab, n, q), n, q, level, low, high)


@pytest.mark.rule(3, 4)
def test_the_ranks_are_those_of_the_exact_law(lab):
    for n, q, level in OTHERS:
        low, high = ranks(n, q, level)
        told(bounds(lab, n, q, level), n, q, level, low, high if high <= n else inf)


@pytest.mark.rule(3, 4)
def test_the_level_is_95_percent_by_default(lab):
    found, right = bounds(lab, 800, "0.9"), ranks(800, "0.9")
    assert found == right, (
        f"Of 800 values, and without a `level`, the bounds of the p90 are {right}, those of a level of 0.95; yours are "
        f"{found} (rules 3 and 4)."
    )


@pytest.mark.rule(5)
def test_few_values_have_no_upper_bound(lab):
    for n, q in ((367, "0.99"), (300, "0.99"), (3_687, "0.999"), (1, "0.5"), (5, "0.5")):
        high = bounds(lab, n, q)[1]
        assert high == inf, (
            f"{words(n, q, '0.95')}: there is no upper bound, so `high` is inf, for all {n} values may well be smaller "
            f"than the true quantile, with probability {float(q) ** n:.3f}. You returned {high:g}."
        )
    for n, q in ((368, "0.99"), (3_688, "0.999"), (6, "0.5")):
        high = bounds(lab, n, q)[1]
        assert high == n, f"{words(n, q, '0.95')}: the largest value is an upper bound, and you returned {high:g}."


@pytest.mark.rule(5)
def test_few_values_have_no_lower_bound(lab):
    for n, q in ((5, "0.5"), (1, "0.5"), (30, "0.01"), (367, "0.01")):
        low = bounds(lab, n, q)[0]
        assert low == 0, (
            f"{words(n, q, '0.95')}: there is no lower bound, so `low` is 0, for all values may well be larger than "
            f"the true quantile. You returned {low:g}."
        )
    for n, q in ((6, "0.5"), (368, "0.01")):
        low = bounds(lab, n, q)[0]
        assert low == 1, f"{words(n, q, '0.95')}: the smallest value is a lower bound, and you returned {low:g}."


@pytest.mark.rule(5)
def test_one_bound_may_be_there_without_the_other(lab):
    for n, q in ((367, "0.99"), (367, "0.01"), (3_000, "0.999")):
        found, (low, high) = bounds(lab, n, q), ranks(n, q)
        right = low, high if high <= n else inf
        assert found == right, (
            f"{words(n, q, '0.95')}: the bounds are {right}, one of them a value. Where there is no upper bound, "
            f"`high` is inf, and where there is no lower one `low` is 0; the other stays what it is. You "
            f"returned {found}."
        )


@pytest.mark.rule(5)
def test_no_values_have_no_bounds(lab):
    with hint("The list of values may be empty: then there is neither bound."):
        found = tuple(lab.bounds([], 0.99))
    assert found == (0, inf), f"Of no values at all the bounds are 0 and inf, as there is neither; yours are {found}."


def told(found, n, q, level, low, high):
    tail = float((1 - Fraction(level)) / 2)
    assert found[0] == low, (
        f"{words(n, q, level)}: `low` is value number {low}, the highest r for which P(B <= r-1) is at most "
        f"{tail:g}, and you returned {found[0]:g} (rule 3)."
    )
    assert found[1] == high, (
        f"{words(n, q, level)}: `high` is value number {high}, the lowest s for which P(B >= s) is at most "
        f"{tail:g}, and you returned {found[1]:g} (rule 4)."
    )


@pytest.mark.rule(2)
def test_bounds_are_values_in_whatever_order_they_come(lab):
    values = [1.5 * value for value in range(1, 981)] + [inf] * 20
    Random(2).shuffle(values)
    found = tuple(lab.bounds(values, 0.9))
    low, high = ranks(1_000, "0.9")
    assert found == (1.5 * low, 1.5 * high), (
        f"Of 1,000 values in any order the bounds of the p90 are {1.5 * low} and {1.5 * high}; yours are "
        f"{found}. The largest 20 are inf, and `inf` is a value."
    )
    found = tuple(lab.bounds(values, 0.99))
    assert found == (inf, inf), (
        f"Of 1,000 values the largest 20 are inf, and the bounds of the p99, the 983rd and the 997th, are inf both; "
        f"yours are {found}. `inf` is a value."
    )
    found = tuple(lab.bounds([2.0] * 700 + [7.0] * 300, 0.7))
    assert found == (2.0, 7.0), f"Of 700 times 2 and 300 times 7 the bounds of the p70 are 2 and 7; yours are {found}."
    found = tuple(lab.bounds([0.0] * 50 + [4.0] * 50, 0.5))
    assert found == (0.0, 4.0), (
        f"Of 50 times 0 and 50 times 4 the bounds of the median are 0 and 4; yours are {found}. A latency of 0 is a "
        "value."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize(
    ("n", "q", "low", "high"),
    [
        (2_000, "0.99", 1_971, 1_989),
        (10_000, "0.99", 9_880, 9_920),
        (20_000, "0.5", 9_861, 10_140),
        (20_000, "0.0001", 0, 6),
        (20_000, "0.9999", 19_995, inf),
    ],
)
def test_the_law_holds_for_many_values(lab, n, q, low, high):
    with hint(f"With {n} values and q={q} terms of the law are too large or too small for a float: take logarithms."):
        found = bounds(lab, n, q)
    assert found == (low, high), (
        f"Of the values 1 to {n} the bounds of the quantile {q} are {low} and {high} by the binomial law, and "
        f"yours {found}. It is that law itself, and no approximation: `0.5 ** 20_000` is 0 in floats."
    )
