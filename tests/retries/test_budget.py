"""A budget grants what was earned, and never more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign.retries.budget import Budget, unlimited


def test_a_new_budget_holds_its_burst():
    budget = Budget(burst=3)
    assert [budget.spend() for _ in range(5)] == [True, True, True, False, False]


def test_eight_eighths_buy_a_retry():
    budget = Budget(ratio=0.125, burst=1)
    budget.spend()
    granted = []
    for _ in range(24):
        budget.earn()
        granted.append(budget.spend())
    assert [number + 1 for number, yes in enumerate(granted) if yes] == [8, 16, 24]


def test_ten_tenths_buy_a_retry():
    budget = Budget(ratio=0.1, burst=10)
    while budget.spend():
        pass
    granted = []
    for _ in range(100):
        budget.earn()
        granted.append(budget.spend())
    assert [number + 1 for number, yes in enumerate(granted) if yes] == list(range(10, 101, 10))


def test_no_more_is_saved_than_the_burst():
    budget = Budget(ratio=0.5, burst=2)
    for _ in range(1_000):
        budget.earn()
    assert [budget.spend() for _ in range(3)] == [True, True, False]


@given(st.floats(0, 2), st.integers(0, 20), st.lists(st.booleans(), max_size=300), st.integers(0, 300))
def test_among_any_n_requests_there_are_at_most_burst_plus_ratio_n_retries(ratio, burst, events, start):
    budget, log = Budget(ratio, burst), []
    for request in events:
        if request:
            budget.earn()
            log.append("request")
        elif budget.spend():
            log.append("retry")
    window = log[start:]
    assert window.count("retry") <= burst + ratio * window.count("request") + 1e-6


def test_a_refusal_costs_nothing():
    budget = Budget(ratio=0.5, burst=0.5)
    assert [budget.spend() for _ in range(9)] == [False] * 9
    assert budget.saved == 0.5


def test_an_unlimited_budget_never_says_no():
    budget = unlimited()
    assert all(budget.spend() for _ in range(10_000))


def test_a_negative_budget_is_refused():
    with pytest.raises(ValueError, match="can't be negative"):
        Budget(ratio=-0.1)
