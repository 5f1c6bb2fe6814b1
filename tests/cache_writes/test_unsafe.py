"""What waits for the next flush, counted in other ways."""

from collections import Counter
from statistics import mean

import pytest

from systemdesign import stream
from systemdesign.cache_writes import theory, unsafe
from systemdesign.sim import Zipf


@pytest.mark.parametrize(("rate", "every", "page"), [(100, 1.0, 50), (100, 5.0, 250), (20, 10.0, 100)])
def test_a_crash_loses_half_an_interval_of_writes_on_average(rate, every, page):
    means = [unsafe.exposure(unsafe.arrivals(rate, 120.0, seed), every, 120.0)[0] for seed in range(10)]
    assert mean(means) == pytest.approx(page, rel=0.04) and theory.lost(rate, every / 2) == page


def test_the_mean_over_all_moments_is_that_of_crashes_at_random():
    times, rng = unsafe.arrivals(100, 120.0, 1), stream("crashes", 1)
    crashes = [unsafe.pending(times, 5.0, rng.uniform(0, 120)) for _ in range(5000)]
    assert mean(crashes) == pytest.approx(unsafe.exposure(times, 5.0, 120.0)[0], rel=0.03)


def test_what_is_pending_came_since_the_last_flush():
    times = [0.5, 0.9, 1.1, 1.2, 2.5]
    assert [unsafe.pending(times, 1.0, crash) for crash in (0.4, 0.95, 1.0, 1.15, 2.0, 2.6)] == [0, 2, 0, 1, 0, 1]
    assert unsafe.exposure(times, 1.0, 3.0) == (pytest.approx((0.5 + 0.1 + 0.9 + 0.8 + 0.5) / 3), 2)


def test_poisson_writes_exceed_the_mean_of_an_interval():
    assert all(unsafe.exposure(unsafe.arrivals(100, 120.0, seed), 1.0, 120.0)[1] > 100 for seed in range(8))


@pytest.mark.parametrize(("keys", "skew", "every", "page"), [
    (1000, 1.0, 1.0, 62.9), (1000, 1.0, 10.0, 33.4), (1000, 1.0, 60.0, 13.3), (1000, 0.0, 1.0, 95.2),
    (1000, 0.0, 10.0, 63.2), (1000, 0.0, 60.0, 16.6), (100, 1.0, 1.0, 41.3), (100, 1.0, 10.0, 9.6),
    (100, 1.0, 60.0, 1.67)])
def test_as_many_writes_reach_the_database_as_the_page_says(keys, skew, every, page):
    shares = [Zipf(keys, skew).probability(key) for key in range(1, keys + 1)]
    assert theory.reach(100, every, shares) == pytest.approx(page, rel=0.004)
    written, made = unsafe.coalesced(*unsafe.writes(100, keys, skew, 1), every)
    assert 100 * written / made == pytest.approx(page, rel=0.06)


def test_each_key_counts_once_an_interval():
    times, keys = [0.1, 0.2, 0.9, 1.1, 1.2, 1.9, 2.5], "aabbbca"
    assert unsafe.coalesced(times, keys, 1.0) == (len({"0a", "0b", "1b", "1c"}), 6)


def test_writes_are_drawn_by_popularity():
    times, keys = unsafe.writes(100, 10, 1.0, 1)
    assert len(times) == len(keys) > 6000 and times == sorted(times)
    assert Counter(keys)[1] / len(keys) == pytest.approx(Zipf(10).probability(1), rel=0.06)


def test_an_interval_longer_than_the_writes_is_one():
    times, keys = unsafe.writes(150, 1000, 1.0, 1)
    assert unsafe.coalesced(times, keys, 63.1)[1] <= len(times)
    assert unsafe.coalesced([0.5, 0.6], [1, 1], 2.0) == (1, 2)
