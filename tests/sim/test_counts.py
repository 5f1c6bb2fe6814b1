"""Counts of arrivals, against arrivals that come one by one."""

from math import exp, factorial, sqrt
from random import Random
from statistics import fmean, pvariance

import pytest

from systemdesign.sim.counts import poisson_count


@pytest.mark.parametrize("mean", [0.3, 4.0, 49.0, 51.0, 2000.0])
def test_a_count_has_its_mean_and_the_same_variance(mean):
    rng = Random(7)
    found = [poisson_count(rng, mean) for _ in range(3000)]
    assert fmean(found) == pytest.approx(mean, abs=4 * sqrt(mean / 3000))
    assert pvariance(found) == pytest.approx(mean, rel=0.12)


def test_small_counts_are_as_frequent_as_poisson_says():
    rng = Random(3)
    found = [poisson_count(rng, 2.0) for _ in range(5000)]
    for many in range(5):
        assert found.count(many) / 5000 == pytest.approx(exp(-2) * 2**many / factorial(many), abs=0.02)


def test_where_nothing_is_expected_nothing_comes():
    assert poisson_count(Random(1), 0.0) == 0
