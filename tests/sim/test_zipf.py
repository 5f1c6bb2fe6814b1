"""Popularity after Zipf."""

from collections import Counter

import pytest

from systemdesign import stream
from systemdesign.sim import Zipf


@pytest.mark.parametrize(("s", "top"), [(1, 0.0695), (0.99, 0.0650), (0.8, 0.0134), (1.2, 0.1895)])
def test_the_top_key_of_a_million_has_its_known_share(s, top):
    assert Zipf(10**6, s).probability(1) == pytest.approx(top, abs=5e-5)


def test_probabilities_add_up_to_one():
    zipf = Zipf(1000, 0.9)
    assert sum(zipf.probability(key) for key in range(1, 1001)) == pytest.approx(1)


def test_keys_are_drawn_as_often_as_their_probability_says():
    zipf, rng, draws = Zipf(50, 1.0), stream("keys", 3), 100_000
    counts = Counter(zipf(rng) for _ in range(draws))
    for key in (1, 2, 10, 50):
        expected = draws * zipf.probability(key)
        assert abs(counts[key] - expected) < 3.3 * expected**0.5


def test_every_key_lies_in_its_range():
    zipf, rng = Zipf(3, 1.0), stream("keys", 3)
    assert {zipf(rng) for _ in range(1000)} == {1, 2, 3}


def test_without_skew_all_keys_are_alike():
    assert Zipf(4, 0).probability(1) == Zipf(4, 0).probability(4) == 0.25


def test_no_keys_at_all_are_refused():
    with pytest.raises(ValueError, match="at least one key"):
        Zipf(0)
