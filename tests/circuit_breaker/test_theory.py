"""The formulas of chapter 13, against direct sums and known values."""

from fractions import Fraction

import pytest

from systemdesign.circuit_breaker import theory


def by_states(share, in_a_row):
    """The mean number of calls to so many failures in a row, from the equations for each number so far, backwards."""
    constant, of_start, share = Fraction(0), Fraction(0), Fraction(share)  # E[j] = constant + of_start * E[0]
    for _ in range(in_a_row):
        constant, of_start = 1 + share * constant, share * of_start + 1 - share
    return constant / (1 - of_start)


@pytest.mark.parametrize("share", [0.05, 0.25, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("in_a_row", [1, 2, 5, 10])
def test_a_run_of_failures_takes_as_long_as_the_equations_for_its_states_say(share, in_a_row):
    assert theory.run_length(share, in_a_row) == pytest.approx(float(by_states(share, in_a_row)), rel=1e-9)


def test_a_quarter_of_the_shards_dead_leaves_eleven_of_a_hundred():
    assert theory.availability(0.25, 5, 100, 60) == pytest.approx(0.109, abs=0.0005)
    assert theory.availability(0.2, 5, 100, 60) == pytest.approx(0.274, abs=0.0005)
    assert theory.availability(0.1, 5, 1000, 60) == pytest.approx(0.5625, abs=0.0005)


def test_a_breaker_that_never_stays_open_leaves_what_the_service_answers():
    assert theory.availability(0.3, 2, 50, 0.0) == pytest.approx(0.7)


def test_requests_that_hold_a_worker_for_the_limit_are_offered_work_like_all_others():
    assert theory.answered(20, 50, 0.2, 2.0, 0.05) == pytest.approx(0.791, abs=0.0005)
    assert theory.answered(1, 10, 0.5, 0.1, 0.1) == pytest.approx(0.5)  # a = 1 on one worker: B = 1/2
