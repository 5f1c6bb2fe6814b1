"""Each back-off pauses as its formula says, for as long as anybody asks."""

from itertools import islice, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign.retries.backoff import BACKOFFS, backoff
from systemdesign.theory.intervals import interval

RANDOM = ["equal jitter", "full jitter", "decorrelated"]


def pauses(name, number, base=0.1, cap=10.0, seed=1):
    return list(islice(backoff(name, base, cap).pauses(Random(seed)), number))


def test_without_back_off_there_is_no_pause():
    assert pauses("none", 3) == [0, 0, 0]


def test_exponential_pauses_double_up_to_the_cap():
    assert pauses("exponential", 9, base=0.25) == [0.25, 0.5, 1, 2, 4, 8, 10, 10, 10]


@pytest.mark.parametrize(("name", "least", "most"), [("full jitter", 0, 1), ("equal jitter", 0.5, 1)])
def test_jitter_spreads_evenly_below_the_exponential_pause(name, least, most):
    for number, ceiling in enumerate([0.1, 0.2, 0.4, 0.8, 1.0]):
        draws = [pauses(name, number + 1, cap=1.0, seed=seed)[-1] / ceiling for seed in range(2_000)]
        assert least <= min(draws) < least + 0.01
        assert most - 0.01 < max(draws) <= most
        mean = interval(draws, 0.999)
        assert (least + most) / 2 in mean
        assert mean.width < 0.1


@given(st.integers(0, 99))
def test_a_decorrelated_pause_lies_between_the_base_and_three_times_the_last(seed):
    for before, pause in pairwise([0.1, *pauses("decorrelated", 20, seed=seed)]):
        assert 0.1 <= pause <= min(10.0, 3 * before)


@pytest.mark.parametrize("name", BACKOFFS)
def test_after_two_thousand_tries_a_pause_is_still_a_number_below_the_cap(name):
    assert 0 <= pauses(name, 2_000)[-1] <= 10


@pytest.mark.parametrize("name", RANDOM)
def test_two_clients_pause_differently(name):
    assert pauses(name, 1, seed=1) != pauses(name, 1, seed=2)


@pytest.mark.parametrize("name", RANDOM)
def test_a_second_request_starts_from_the_base_again(name):
    one = backoff(name, base=0.1, cap=10.0)
    list(islice(one.pauses(Random(1)), 50))
    assert next(one.pauses(Random(1))) <= 0.3


def test_an_unknown_back_off_is_refused():
    with pytest.raises(ValueError, match="use one of none, exponential"):
        backoff("linear")


def test_a_base_above_the_cap_is_refused():
    with pytest.raises(ValueError, match="between 0 and the cap"):
        backoff("full jitter", base=2.0, cap=1.0)
