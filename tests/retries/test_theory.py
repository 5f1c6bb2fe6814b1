"""The closed forms of retries, against numbers known beforehand and against counting."""

from itertools import product
from math import inf, isclose

import pytest

from systemdesign.retries.theory import (
    Fluid,
    done_more_than_once,
    expected_sends,
    layered_sends,
    success,
    tipping_rate,
    tried,
)


@pytest.mark.parametrize(("p", "sends"), [(0.0, 1.0), (0.1, 1.11), (0.5, 1.75), (1.0, 3.0)])
def test_expected_sends_are_those_of_the_books(p, sends):
    assert isclose(expected_sends(p, 3), sends)


def test_three_tries_fail_as_often_as_all_three_do():
    assert isclose(success(0.1, 3), 0.999)


def test_tries_that_fail_together_are_all_made_and_all_in_vain():
    assert tried(1.0, 3, together=True) == (3, 0)
    assert tried(0.25, 5, together=True) == (2, 0.75)
    assert tried(0.5, 3) == (1.75, 0.875)


@pytest.mark.parametrize(("attempts", "layers", "sends"), [(3, 1, 3), (3, 3, 27), (4, 3, 64), (5, 5, 3125), (1, 5, 1)])
def test_when_all_fails_layers_multiply(attempts, layers, sends):
    assert layered_sends(1.0, attempts, layers) == sends


def test_layers_over_a_flaky_service_are_nested_sums():
    fails, below = 0.5**2, 1 + 0.5
    assert isclose(layered_sends(0.5, 2, 2), (1 + fails) * below)


@pytest.mark.parametrize("attempts", [1, 2, 3, 4])
@pytest.mark.parametrize("loss", [0.0, 0.1, 0.5, 1.0])
def test_doing_it_twice_is_as_likely_as_counting_every_course_of_events_says(loss, attempts):
    probability = {"undone": loss, "known": (1 - loss) ** 2, "unknown": (1 - loss) * loss}
    total = 0.0
    for fates in product(probability, repeat=attempts):
        tried = fates[: fates.index("known") + 1] if "known" in fates else fates
        weight = 1.0
        for fate in fates:
            weight *= probability[fate]
        if sum(fate != "undone" for fate in tried) >= 2:
            total += weight
    assert isclose(done_more_than_once(loss, attempts), total, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("attempts", "ratio", "rate"), [(3, inf, 20 / 3), (3, 0.1, 20 / 1.1), (1, inf, 20), (2, 5.0, 10), (6, 0.0, 20)]
)
def test_the_tipping_rate_is_the_servers_over_the_amplification(attempts, ratio, rate):
    assert isclose(tipping_rate(20.0, attempts, ratio), rate)


def fluid(rate, attempts=3, ratio=inf, **options):
    return Fluid(rate, 20.0, timeout=1.0, outage=10.0, attempts=attempts, ratio=ratio, **options)


def test_the_backlog_grows_with_one_two_then_three_tries_at_a_time():
    assert [fluid(10.0).backlog(time) for time in (1, 2, 3, 10)] == [10, 30, 60, 270]


def test_a_budget_bounds_the_tries_at_a_time():
    assert [fluid(10.0, ratio=0.5).backlog(time) for time in (1, 2, 10)] == [10, 25, 145]


def test_what_purses_hold_is_spent_on_top_of_what_they_earn():
    lent = fluid(10.0, ratio=0.5, burst=20)
    assert [lent.backlog(time) for time in (1, 2, 3, 4, 10)] == [10, 30, 60, 75, 165]


def test_purses_that_are_full_earn_nothing():
    full = fluid(10.0, ratio=1.5, burst=2)
    assert [full.backlog(time) for time in (1, 2, 3)] == [10, 30, 57]  # second tries leave them full; third ones do not


def test_a_burst_for_each_client_puts_recovery_off_by_its_sends():
    known = [(burst + 20 * (10 - 1) - 1) / (20 - 11) for burst in (0, 1000)]
    assert [fluid(10.0, ratio=0.1, burst=burst).recovery() for burst in (0, 1000)] == pytest.approx(known, abs=0.11)


def test_pauses_put_the_backlog_off_and_do_not_lower_its_slope():
    late = fluid(10.0, pauses=[2.0, 4.0])
    assert late.backlog(3) == 30
    assert late.backlog(10) == 10 * (10 + 7 + 2)
    assert late.backlog(80) - late.backlog(79) == fluid(10.0).backlog(80) - fluid(10.0).backlog(79) == 10


@pytest.mark.parametrize(("rate", "recovers"), [(6.6, True), (6.7, False), (19.0, False)])
def test_it_recovers_below_the_tipping_rate_only(rate, recovers):
    assert (rate < tipping_rate(20.0, 3)) == recovers
    assert (fluid(rate).recovery(horizon=1e4) < inf) == recovers


def test_recovery_takes_the_backlog_over_the_spare_rate():
    assert fluid(5.0).recovery() == pytest.approx(10 + (135 - 20) / (20 - 15), abs=0.11)


def test_an_outage_shorter_than_the_time_out_is_forgiven():
    assert Fluid(19.0, 20.0, timeout=2.0, outage=1.5, attempts=5).recovery() == 0
