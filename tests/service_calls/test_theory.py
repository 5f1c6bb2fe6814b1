"""The formulas of chapter 10, against numbers known from elsewhere and against each other."""

from math import fsum

import pytest

from systemdesign.service_calls import theory
from systemdesign.theory.queues import mm1_mean


@pytest.mark.parametrize(("share", "calls", "slow"), [(0.01, 10, 0.0956), (0.01, 100, 0.634), (1e-4, 2000, 0.1813)])
def test_pages_are_slow_as_often_as_dean_and_barroso_have_it(share, calls, slow):
    assert theory.page_slow(share, calls) == pytest.approx(slow, abs=5e-5)


@pytest.mark.parametrize(("calls", "share"), [(10, 0.001005), (30, 0.000335), (100, 0.0001005)])
def test_a_call_may_be_slow_as_often_as_leaves_the_page_its_promise(calls, share):
    assert theory.call_slow(0.01, calls) == pytest.approx(share, rel=1e-3)
    assert theory.page_slow(theory.call_slow(0.01, calls), calls) == pytest.approx(0.01)


@pytest.mark.parametrize("spread", [theory.in_turn, theory.at_once])
def test_all_pages_take_some_time(spread):
    assert fsum(share for _, share in spread(0.01, 10, 1.0, 0.01)) == pytest.approx(1)


@pytest.mark.parametrize(("luck", "slow"), [(0.0, 0.00995), (0.1, 0.1033), (0.5, 0.3973), (1.0, 0.634)])
def test_shared_luck_undoes_a_second_copy(luck, slow):
    assert theory.page_slow(theory.twice_slow(0.01, luck), 100) == pytest.approx(slow, abs=5e-5)


def test_two_copies_break_even_at_a_third():
    assert theory.two_copies_mean(theory.BREAK_EVEN) == pytest.approx(mm1_mean(theory.BREAK_EVEN, 1))
    assert theory.two_copies_mean(0.3) < mm1_mean(0.3, 1) and theory.two_copies_mean(0.36) > mm1_mean(0.36, 1)


@pytest.mark.parametrize(("load", "kept", "passed_on"), [
    (0.8, 0.8647, 0.9467), (1.2, 0.0, 0.6627), (1.5, 0.0, 0.4428)])
def test_answers_come_in_time_as_an_independent_derivation_has_it(load, kept, passed_on):
    assert theory.in_time(load, 10, False) == pytest.approx(kept, abs=5e-5)
    assert theory.in_time(load, 10, True) == pytest.approx(passed_on, abs=5e-5)


def test_the_formula_is_smooth_where_load_and_capacity_are_equal():
    assert theory.in_time(1.0, 10, True) == pytest.approx(theory.in_time(1 + 1e-7, 10, True), rel=1e-6)
