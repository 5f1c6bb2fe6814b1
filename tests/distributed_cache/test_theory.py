"""The formulas of chapter 18, against sums and integrals taken another way."""

from itertools import product
from math import comb

import pytest

from systemdesign.distributed_cache import theory

WINDOWS = [(0.0, 0.0), (0.01, 0.01), (0.005, 1.005), (0.0, 30.0)]


@pytest.mark.parametrize("heard", [0.0, 0.004, 0.02, 0.7, 2.0])
@pytest.mark.parametrize("window", WINDOWS)
def test_what_is_lost_on_average_is_the_area_above_the_curve_of_what_survives(window, heard):
    step = 0.002
    area = sum(1 - theory.survives((k + 0.5) * step, window, heard) for k in range(round(31 / step))) * step
    assert theory.lost_age(window, heard)[0] == pytest.approx(area, abs=2 * step)


@pytest.mark.parametrize("window", WINDOWS)
def test_the_most_that_is_lost_is_the_youngest_age_that_surely_survives(window):
    most = theory.lost_age(window)[1]
    assert theory.survives(most, window) == 1.0
    assert theory.survives(most - 1e-6, window) < 1.0


def test_a_sample_looks_clean_as_often_as_all_samples_counted_one_by_one_do():
    clean = sum(0.3 ** sum(one) * 0.7 ** (6 - sum(one)) for one in product((0, 1), repeat=6) if sum(one) <= 2)
    assert theory.stops(0.3, looks=6, least=2) == pytest.approx(clean)


@pytest.mark.parametrize(("rate", "least"), [(20, 5), (200, 5), (1000, 5), (1000, 2), (60, 10)])
def test_in_the_long_run_as_many_are_removed_as_die(rate, least):
    share = theory.dead_share(rate, least=least)
    seldom = sum(comb(20, k) * share**k * (1 - share) ** (20 - k) for k in range(least + 1, 21))
    rounds = 1 / (1 - seldom)
    assert 20 * share * rounds == pytest.approx(rate / 10)


def test_the_page_has_its_shares():
    assert [round(theory.dead_share(rate), 2) for rate in (100, 200, 1000)] == [0.27, 0.33, 0.43]
    assert round(theory.dead_share(1000, least=2), 2) == 0.28
