"""Confidence intervals cover the truth as often as they say."""

from itertools import accumulate
from statistics import NormalDist

import pytest

from systemdesign import stream
from systemdesign.theory.intervals import batch_means, interval, student_t


@pytest.mark.parametrize(
    ("level", "degrees", "t"),
    [(0.95, 1, 12.706), (0.95, 2, 4.303), (0.99, 3, 5.841), (0.95, 9, 2.262), (0.99, 19, 2.861), (0.99, 29, 2.756)],
)
def test_t_is_the_printed_tables(level, degrees, t):
    assert student_t(level, degrees) == pytest.approx(t, abs=5e-4)


def test_t_of_many_degrees_is_the_normal_quantile():
    assert student_t(0.95, 100_000) == pytest.approx(NormalDist().inv_cdf(0.975), rel=1e-4)


def test_an_interval_by_hand():
    found = interval([1.0, 2.0, 3.0], level=0.95)
    half = 4.30265 / 3**0.5
    assert found == pytest.approx((2.0, 2.0 - half, 2.0 + half), rel=1e-5)
    assert found.width == pytest.approx(half, rel=1e-5)
    assert 4.0 in found
    assert 5.0 not in found


def test_one_sample_is_refused():
    with pytest.raises(ValueError, match="more seeds"):
        interval([1.0])


def test_a_90_percent_interval_covers_the_truth_nine_times_in_ten():
    rng = stream("samples", 1)
    covered = sum(0.0 in interval([rng.gauss(0, 1) for _ in range(5)], level=0.9) for _ in range(4000))
    assert covered / 4000 == pytest.approx(0.9, abs=0.015)


def test_batches_allow_for_values_that_depend_on_their_neighbours():
    rng = stream("samples", 2)
    covered = 0
    for _ in range(400):
        values = list(accumulate((rng.gauss(0, 1) for _ in range(2000)), lambda old, noise: 0.9 * old + noise))
        covered += 0.0 in batch_means(values, batches=10, level=0.9)
    assert covered / 400 == pytest.approx(0.9, abs=0.05)


def test_batches_leave_the_odd_values_at_the_front_out():
    assert batch_means([99.0, 1.0, 3.0, 3.0, 5.0], batches=2).mean == 3.0


def test_batches_take_any_statistic():
    assert batch_means([1, 9, 2, 8], batches=2, of=max).mean == 8.5


def test_too_few_values_for_the_batches_are_refused():
    with pytest.raises(ValueError, match="run longer"):
        batch_means([1.0] * 5, batches=30)
