"""The counted trials agree with the closed forms, and with what needs no formula."""

import pytest

from systemdesign import run
from systemdesign.retries.theory import done_more_than_once, layered_sends
from systemdesign.retries.theory import tried as known
from systemdesign.retries.tries import charged, layered, tried
from systemdesign.sim import Lost, Refused
from systemdesign.theory.intervals import interval

SEEDS = range(30)


def means(trial, *settings):
    """An interval for each number that a trial gives, over many seeds."""
    return [interval(column, 0.999) for column in zip(*(run(trial(*settings), seed) for seed in SEEDS))]


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize(("p", "attempts"), [(0.1, 3), (0.5, 2), (0.7, 6)])
def test_tries_cost_and_buy_what_theory_says(p, attempts, together):
    sends, good = means(tried, p, attempts, together, 400)
    exact = known(p, attempts, together)
    assert exact[0] in sends
    assert exact[1] in good


@pytest.mark.parametrize("together", [False, True])
def test_nothing_fails_or_everything(together):
    assert run(tried(0.0, 3, together, 50)) == (1, 1)
    assert run(tried(1.0, 3, together, 50)) == (3, 0)


@pytest.mark.parametrize(("attempts", "layers"), [(3, 3), (2, 5), (4, 1), (1, 4)])
def test_over_a_dead_database_layers_multiply(attempts, layers):
    assert run(layered(1.0, attempts, layers, 2)) == attempts**layers


def test_over_a_flaky_database_layers_cost_what_theory_says():
    calls = interval([run(layered(0.6, 3, 2, 900), seed) for seed in SEEDS], 0.999)
    assert calls.width < 0.05
    assert layered_sends(0.6, 3, 2) in calls


@pytest.mark.parametrize(("loss", "attempts"), [(0.1, 3), (0.4, 2)])
def test_on_a_bad_line_a_card_is_charged_as_often_as_theory_says(loss, attempts):
    none, _ = means(charged, loss, attempts, Lost, 500)
    more = interval([1 - sum(run(charged(loss, attempts, Lost, 500), seed)) for seed in SEEDS], 0.999)
    assert loss**attempts in none
    assert done_more_than_once(loss, attempts) in more


def test_nobody_is_charged_twice_who_does_not_try_again_after_silence():
    none, once = run(charged(0.4, 6, Refused, 500))
    assert none + once == 1
    assert 0.3 < none < 0.5


def test_on_a_good_line_everybody_is_charged_once():
    assert run(charged(0.0, 3, Lost, 50)) == (0, 1)
