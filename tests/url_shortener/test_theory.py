"""The formulas of chapter 16, each against another way to the same number."""

from itertools import accumulate
from math import exp, factorial, inf, prod
from statistics import fmean

import pytest

from systemdesign import stream
from systemdesign.url_shortener import theory


@pytest.mark.parametrize(("links", "codes"), [(23, 365), (50, 4096), (900, 238_328)])
def test_sharing_is_what_the_product_of_free_places_says(links, codes):
    exact = 1 - prod(1 - k / codes for k in range(links))
    assert theory.shared(links, codes) == pytest.approx(exact, rel=0.03)


def test_the_page_has_its_numbers():
    assert round(theory.even_odds(62**7)) == 2_209_524 and round(theory.even_odds(16**7)) == 19_291
    assert round(theory.first_shared(62**7)) == 2_351_966
    assert theory.shared(10**6, 62**7) == pytest.approx(0.1324, abs=5e-5)
    assert theory.pairs(360e6, 62**7) == pytest.approx(18_400, rel=1e-3)


def test_the_mean_of_the_first_shared_link_is_ramanujans_sum():
    codes = 5000
    rest = accumulate((1 - k / codes for k in range(codes)), lambda x, y: x * y)
    assert theory.first_shared(codes) == pytest.approx(1 + sum(rest), rel=1e-3)


@pytest.mark.parametrize(("numbers", "seen"), [(20, 1), (20, 3), (50, 10)])
def test_the_total_is_right_on_average_and_as_far_off_as_said(numbers, seen):
    chances = {m: _ways(m - 1, seen - 1) / _ways(numbers, seen) for m in range(seen, numbers + 1)}
    mean = sum(chance * theory.total(m, seen) for m, chance in chances.items())
    square = sum(chance * (theory.total(m, seen) - numbers) ** 2 for m, chance in chances.items())
    assert mean == pytest.approx(numbers)
    exact = (numbers - seen) * (numbers + 1) / (seen * (seen + 2))
    assert square == pytest.approx(exact)
    assert theory.spread(seen) == pytest.approx((square / exact * 1 / (seen * (seen + 2))) ** 0.5)


def test_one_edge_for_one_code_is_a_renewal():
    assert theory.origin_share([1.0], 2.0, 30.0) == pytest.approx(1 / 61)
    assert theory.origin_share([0.5, 0.5], 2.0, 30.0, edges=10) == pytest.approx(1 / 4)


def test_edges_and_time_to_live_enter_as_their_quotient():
    weights = [1 / k for k in range(1, 100)]
    share = [weight / sum(weights) for weight in weights]
    assert theory.origin_share(share, 50, 600, 10) == pytest.approx(theory.origin_share(share, 50, 60))


@pytest.mark.parametrize(("clicks", "load"), [(1, 0.3), (2, 0.3), (5, 0.3), (4, 2.0)])
def test_the_share_counted_is_that_of_visitors_one_by_one(clicks, load):
    random = stream("clicks", seed=1)
    found = []
    for _ in range(20_000):
        ends = time = 0.0
        counted = 0
        for _ in range(clicks):
            if time >= ends:
                counted, ends = counted + 1, time + load
            time += random.expovariate(1)
        found.append(counted / clicks)
    assert theory.counted(clicks, load) == pytest.approx(fmean(found), abs=0.006)


def test_the_share_counted_has_its_limits():
    assert theory.counted(2, 0.7) == pytest.approx((1 + exp(-0.7)) / 2)
    assert theory.counted(60, 0.5) == pytest.approx(1 / 1.5, rel=0.01)
    assert theory.counted(5, 0.0) == 1


def test_those_astray_are_all_later_clicks_at_last_and_none_at_first():
    assert theory.astray(60, 60, 4, 20) == pytest.approx(0, abs=1e-12)
    before = sum(_before(60, k, 20) for k in (1, 2, 3))
    assert theory.astray(1e6, 60, 4, 20) == pytest.approx(3 - before, rel=1e-6)


def _before(withdrawn, k, every):
    """Probability that the k-th later click comes before the end, by adding up over the time of the first."""
    steps = 4000
    return fmean(1 - sum(exp(-x) * x**j / factorial(j) for j in range(k))
                 for x in ((i + 0.5) * withdrawn / steps / every for i in range(steps)))


def _ways(things, taken):
    return prod(range(things - taken + 1, things + 1)) / factorial(taken) if taken <= things < inf else 0
