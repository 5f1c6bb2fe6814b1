"""Closed forms of hashing, against published numbers, counting and simulation that shares no code with them."""

from itertools import pairwise
from random import Random

import pytest

from systemdesign.sharding import theory


def test_from_ten_to_eleven_modulo_moves_ten_elevenths():
    assert theory.moved_by_modulo(10, 11) == pytest.approx(0.9091, abs=5e-5)
    assert theory.moved_at_least(10, 11) == pytest.approx(0.0909, abs=5e-5)


@pytest.mark.parametrize(("before", "after"), [(1, 2), (4, 6), (6, 4), (10, 20), (12, 30), (7, 7), (9, 8)])
def test_modulo_s_share_is_what_counting_gives(before, after):
    numbers = range(before * after)
    counted = sum(number % before != number % after for number in numbers) / len(numbers)
    assert theory.moved_by_modulo(before, after) == pytest.approx(counted, abs=1e-12)


@pytest.mark.parametrize("after", range(1, 30))
def test_nothing_moves_less_than_the_least(after):
    assert theory.moved_by_modulo(10, after) >= theory.moved_at_least(10, after) - 1e-12


@pytest.mark.parametrize(("virtual", "deviation"), [(1, 0.905), (10, 0.299), (100, 0.095), (1000, 0.030)])
def test_the_deviation_of_a_share_among_ten(virtual, deviation):
    assert theory.share_deviation(10, virtual) == pytest.approx(deviation, abs=5e-4)


def arcs(rng, count):
    """Between random points of which one is at 0: no arc is special, as the one over a fixed point would be."""
    places = [0.0, *sorted(rng.random() for _ in range(count - 1)), 1.0]
    return [b - a for a, b in pairwise(places)]


def test_the_deviation_is_that_of_random_arcs():
    rng = Random(1)
    shares = [sum(arcs(rng, 15)[:3]) for _ in range(40_000)]  # any 3 of 15 arcs will do
    squares = sum((share * 5 - 1) ** 2 for share in shares) / len(shares)
    assert squares**0.5 == pytest.approx(theory.share_deviation(5, 3), rel=0.01)


def test_the_largest_share_is_that_of_random_arcs():
    rng = Random(2)
    largest = sum(max(arcs(rng, 10)) for _ in range(20_000)) / 20_000
    assert theory.largest_share(10) == pytest.approx(largest, rel=0.01)
    assert theory.largest_share(10) == pytest.approx(0.29290, abs=1e-5)


@pytest.mark.parametrize(
    ("requests", "nodes", "slack", "bound"), [(100, 10, 0.25, 13), (100, 10, 0.1, 11), (7, 3, 1, 5)]
)
def test_the_bound_is_rounded_up_and_not_by_the_error_of_a_float(requests, nodes, slack, bound):
    assert theory.load_bound(requests, nodes, slack) == bound


@pytest.mark.parametrize(("s", "share"), [(1, 0.0695), (0.99, 0.0650), (0.8, 0.0134), (1.2, 0.1895)])
def test_the_top_of_a_million_keys(s, share):
    assert theory.top_share(10**6, s) == pytest.approx(share, abs=5e-5)


def test_the_hottest_shard_has_the_top_key_and_a_share_of_the_rest():
    assert theory.hottest_shard(10, 10**6, 1) == pytest.approx(0.0695 + 0.9305 / 10, abs=5e-5)
    assert theory.hottest_shard(10, 1000, 0) == pytest.approx(0.1009)
