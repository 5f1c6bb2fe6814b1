"""The closed forms of chapter 17, against integrals, other formulas and each other."""

from math import exp

import pytest

from systemdesign.theory.queues import pollaczek_khinchine
from systemdesign.timeline import theory
from systemdesign.timeline.overtaking import ONE, PARENT, SMALL


def integral(of, low, high, steps=2000):
    """By the midpoint rule."""
    width = (high - low) / steps
    return width * sum(of(low + (k + 0.5) * width) for k in range(steps))


@pytest.mark.parametrize(("delay", "fanout"), [(10, 100), (2, 100), (30, 100), (60, 10), (20, 1000), (50, 1)])
def test_the_share_that_is_overtaken_is_the_integral_over_when_the_question_was_read(delay, fanout):
    def later(given):  # the chance that the friend is reached later than the answer, read at `given`
        return integral(lambda y: (1 - y / fanout) * exp(-(y - given) / delay) / delay, given, fanout, 300)

    found = integral(later, 0, fanout, 300) / fanout
    assert theory.overtaken(delay, fanout) == pytest.approx(found, rel=0.005)


@pytest.mark.parametrize(("delay", "share"), [(2, 0.480), (10, 0.410), (30, 0.287)])
def test_the_share_that_is_overtaken_in_a_fan_out_of_100_seconds(delay, share):
    assert theory.overtaken(delay, 100) == pytest.approx(share, abs=5e-4)


@pytest.mark.parametrize("of", [theory.overtaken, theory.held])
def test_the_series_for_long_delays_continues_the_formula(of):
    assert of(100 * (1 + 1e-9), 1.0) == pytest.approx(of(100 * (1 - 1e-9), 1.0), rel=1e-3)


def test_at_most_half_is_overtaken():
    assert theory.overtaken(1e-6, 100) == pytest.approx(0.5)
    shares = [theory.overtaken(delay, 100) for delay in (1, 3, 10, 30, 100, 1000, 10**6)]
    assert shares == sorted(shares, reverse=True) and shares[-1] > 0


def test_each_order_has_its_price():
    assert theory.lane(ONE, 10, 100) == (0, theory.queued(10, 100), 50)
    assert theory.lane(SMALL, 10, 100) == (theory.overtaken(10, 100), 0, 0)
    assert theory.lane(PARENT, 10, 100) == (0, theory.held(10, 100), 0)


def test_of_31_million_at_103_000_a_second_97_in_100_are_not_reached_in_ten_seconds():
    assert theory.at_random(10, 31e6 / 103e3) == pytest.approx(0.967, abs=5e-4)
    assert theory.at_random(400, 300) == 0


@pytest.mark.parametrize(("sizes", "wait"), [
    ([(0.9999, 200), (0.0001, 1e6)], 0.715), ([(0.9999, 200), (0.0001, 1e5)], 0.00658), ([(1, 200)], 0.00025)])
def test_a_post_waits_as_pollaczek_and_khinchine_say(sizes, wait):
    assert theory.wait(100, sizes, 1e5) == pytest.approx(wait, rel=1e-3)


def test_the_wait_of_equal_posts_is_that_of_a_constant_service():
    assert theory.wait(100, [(1, 200)], 1e5) == pytest.approx(pollaczek_khinchine(0.2, 0, 0.002))
    assert theory.load(100, [(0.9999, 200), (0.0001, 1e6)], 1e5) == pytest.approx(0.3, abs=1e-4)


def test_repeats_are_known_for_up_to_half_a_page():
    assert theory.repeats(0.5, 10, 20) == 5 and theory.repeats(1.0, 10, 20) == 10
    assert theory.repeats(1.1, 10, 20) is None


def test_of_posts_by_two_clocks_a_quarter_at_most_is_swapped():
    assert theory.swapped(100, 0.05) == pytest.approx(0.2483, abs=1e-4) and theory.swapped(1e9, 1) == 0.25
