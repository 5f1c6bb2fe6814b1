"""Lab 01, part 2: the quantile."""

from fractions import Fraction
from math import inf
from random import Random

import pytest

from systemdesign.grading.hints import hint

from .ranks import nearest
from .scene import HERE

DECIMALS = ["0.07", "0.5", "0.9", "0.95", "0.99", "0.999", "0.29", "0.57", "0.58", "0.14", "0.28", "0.55", "0.56"]
LONG = [(20_000, "0.9999"), (20_000, "0.0001"), (10_000, "0.12345"), (20_000, "0.99995")]


def shuffled(values, seed=1):
    values = list(values)
    Random(seed).shuffle(values)
    return values


@pytest.mark.rule(2)
def test_values_come_in_any_order(lab):
    four = [2.0, 9.5, 10.0, 33.0]
    half = lab.quantile(four, 0.5)
    assert isinstance(half, (int, float)), f"`quantile` returns one of the values, whatever their order, not {half!r}."
    assert half != 2.0, f"Of {four} the quantile 0.5 is 9.5: values are ordered as numbers."
    values = shuffled(range(1, 101))
    found = [lab.quantile(values, q) for q in (0.25, 0.5, 0.99)]
    assert all(abs(one - right) < 2 for one, right in zip(found, (25, 50, 99), strict=True)), (
        f"Of the numbers 1 to 100 in any order the quantiles 0.25, 0.5 and 0.99 are 25, 50 and 99; yours are {found}."
    )


@pytest.mark.rule(2)
def test_nothing_is_interpolated(lab):
    found = [lab.quantile([1.0, 2.0, 4.0, inf], q) for q in (0.3, 0.5, 0.6, 0.75, 0.9)]
    assert set(found) <= {1.0, 2.0, 4.0, inf}, (
        f"Of 1, 2, 4 and inf the quantiles 0.3, 0.5, 0.6, 0.75 and 0.9 are 2, 2, 4, 4 and inf; yours are {found}. "
        "Each is one of the values: nothing is interpolated, least of all with inf."
    )


@pytest.mark.rule(1)
def test_it_is_the_nearest_rank(lab):
    for n, q, rank in (
        (10, 0.5, 5),
        (10, 0.51, 6),
        (11, 0.5, 6),
        (1_000, 0.99, 990),
        (1_001, 0.99, 991),
        (7, 0.9, 7),
        (101, 0.01, 2),
    ):
        found = lab.quantile([float(value) for value in range(1, n + 1)], q)
        assert found == rank, (
            f"Of {n} values the quantile {q} is the {rank}th smallest, as {q} times {n} is {q * n:g}, rounded up; you "
            f"returned the {found:g}th."
        )


@pytest.mark.rule(1)
def test_the_ends_are_the_smallest_and_the_largest(lab):
    with hint("`q` may be 0, the smallest value, and 1, the largest."):
        found = [lab.quantile([3.0, 1.0, 2.0], q) for q in (0, 0.0, 1, 1.0, 0.001, 0.999)]
    assert found == [1.0, 1.0, 3.0, 3.0, 1.0, 3.0], (
        f"Of 1, 2 and 3 the quantiles 0, 0.0, 1, 1.0, 0.001 and 0.999 are 1, 1, 3, 3, 1 and 3, and yours {found}: no "
        "quantile is below the smallest value or beyond the largest."
    )


@pytest.mark.rule(1)
def test_one_value_is_every_quantile(lab):
    found = [lab.quantile([0.25], q) for q in (0.0, 0.01, 0.5, 0.99, 1.0)]
    assert found == [0.25] * 5, f"Every quantile of [0.25] is 0.25; you returned {found}."


@pytest.mark.rule(1)
def test_q_is_the_decimal_that_is_read(lab):
    for q in DECIMALS:
        for n in (20, 100, 200, 1_000, 2_000, 3_000):
            found, rank = lab.quantile(list(range(1, n + 1)), float(q)), nearest(n, q)
            assert found == rank, (
                f"Of {n} values the quantile {q} is the {rank}th smallest, for {q} times {n} is "
                f"{float(Fraction(q) * n):g}, and you returned the {found}th: in floats, {q} * {n} is {float(q) * n!r}."
            )
    for n, q in LONG:
        found, rank = lab.quantile(list(range(1, n + 1)), float(q)), nearest(n, q)
        assert found == rank, (
            f"Of {n} values the quantile {q} is the {rank}th smallest, for {q} times {n} is "
            f"{float(Fraction(q) * n):g}, rounded up, and you returned the {found}th: "
            "`q` has up to five decimals, and all of them count."
        )


@pytest.mark.rule(2)
def test_zero_is_a_value(lab):
    found = lab.quantile([3.0, 0.0, 5.0], 0.3)
    assert found == 0, f"Of 0, 3 and 5 the quantile 0.3 is 0; yours is {found}. A latency of 0 is a value."


@pytest.mark.rule(2)
def test_the_same_value_counts_as_often_as_it_is_there(lab):
    found = [lab.quantile([2.0] * 97 + [5.0, 9.0, 9.0], q) for q in (0.5, 0.97, 0.98, 0.99)]
    assert found == [2.0, 2.0, 5.0, 9.0], (
        f"Of 97 times 2, and 5, 9 and 9, the quantiles 0.5, 0.97, 0.98 and 0.99 are 2, 2, 5 and 9; yours are {found}. "
        "A value that comes more than once counts more than once."
    )


@pytest.mark.rule(2)
def test_inf_is_a_value(lab):
    values = shuffled([*(float(value) for value in range(1, 98)), inf, inf, inf])
    found = [lab.quantile(values, q) for q in (0.5, 0.97, 0.98, 0.99)]
    assert found == [50.0, 97.0, inf, inf], (
        f"Of 1 to 97 and three times inf the quantiles 0.5, 0.97, 0.98 and 0.99 are 50, 97, inf and inf; yours are "
        f"{found}. `inf` is a value, larger than any other."
    )


@pytest.mark.rule(2)
def test_the_list_is_left_as_it_was(lab):
    for name in ("quantile", "bounds"):
        assert lab.bring(HERE / "beside.py").leaves(name, [3.0, 1.0, 2.0]), (
            f"`{name}` sorts the list that it was given: the latencies of the caller are to stay in their order."
        )
