"""What Prometheus computes, at the values that its own documentation and the engine of this chapter give."""

from math import inf, isnan

import pytest
from hypothesis import given
from hypothesis import strategies as some

from systemdesign.observability.promql import histogram_quantile, increase, rate
from systemdesign.observability.series import Histogram

BOUNDS = (0.1, 0.2, 0.3, 0.45)


def filled(values, bounds=BOUNDS):
    histogram = Histogram(bounds)
    for value in values:
        histogram.observe(value)
    return histogram.buckets()


@pytest.mark.parametrize(("value", "read"), [(0.22, 0.295), (0.32, 0.4425)])
def test_all_alike_read_as_the_documentation_of_prometheus_says(value, read):
    assert round(histogram_quantile(0.95, filled([value] * 1000)), 12) == read


def test_beyond_the_last_bound_it_says_that_bound():
    assert histogram_quantile(0.99, filled([31.0] * 10)) == 0.45


def test_the_first_bucket_begins_at_nought():
    assert histogram_quantile(0.5, filled([0.09] * 10)) == 0.05


@pytest.mark.parametrize("buckets", [[(1.0, 0), (inf, 0)], [(inf, 5)], [(1.0, 5), (2.0, 5)]])
def test_without_anything_counted_it_says_nothing(buckets):
    assert isnan(histogram_quantile(0.5, buckets))


def test_outside_of_nought_to_one_it_is_infinite():
    assert histogram_quantile(1.1, filled([1.0])) == inf and histogram_quantile(-0.1, filled([1.0])) == -inf


def test_at_nought_an_empty_first_bucket_says_nothing():
    assert isnan(histogram_quantile(0, filled([0.15])))


@given(some.lists(some.floats(0.001, 0.45), min_size=1), some.floats(0.01, 1))
def test_it_stays_in_the_bucket_of_the_true_quantile(values, q):
    read, true = histogram_quantile(q, filled(values)), sorted(values)[max(0, -int(-q * len(values) // 1) - 1)]
    low, high = next((low, high) for low, high in zip((0, *BOUNDS), BOUNDS) if low < true <= high)
    assert low <= read <= high


def test_a_restart_counts_from_nought():
    samples = [(0, 100), (15, 130), (30, 0), (45, 20)]
    assert increase(samples, 0, 45) == 50 and rate(samples, 0, 45) == pytest.approx(50 / 45)


def test_a_window_that_begins_before_the_first_sample_counts_more_than_was_seen():
    samples = [(second, 100 + second) for second in range(5, 20)]
    assert increase(samples, 4.5, 19.5) == pytest.approx(15)


def test_it_does_not_reach_back_to_before_the_counter_was_nought():
    samples = [(second, second - 4.75) for second in range(5, 20)]
    assert increase(samples, 4.1, 19) == pytest.approx(14.25)


def test_far_from_an_end_it_reaches_half_a_gap():
    samples = [(second, 100 + second) for second in range(5, 20)]
    assert increase(samples, 0, 30) == pytest.approx(15)


def test_ones_are_counted_in_fractions():
    clicks = [(second, second // 1.2) for second in range(40, 56)]
    assert increase(clicks, 39.5, 54.5) == pytest.approx(12 * 15 / 14)


@pytest.mark.parametrize("samples", [[], [(3, 5)], [(-1, 5), (3, 6)]])
def test_fewer_than_two_samples_say_nothing(samples):
    assert increase(samples, 0, 10) is None
