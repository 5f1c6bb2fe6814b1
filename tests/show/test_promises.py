"""Promises: judged by what their numbers are, told in words, and refused where they name what is not there."""

import pytest

from systemdesign.show import Chart, Choice, Number, SettingError, Slider, experiment
from systemdesign.show.promise import averaged
from systemdesign.show.promises import ENDS, Alike, Between, Near, Of, Order


@pytest.fixture
def wait():
    @experiment(load=Slider(0.5, 0.9, default=0.8, step=0.1, label="Load"), policy=Choice(["random", "shortest"]))
    def wait(load, policy, seed=0):
        """How long?"""
        mean = (1 if policy == "random" else 0.5) / (1 - load) + seed
        known = 1 / (1 - load) if policy == "random" else None
        return Chart("Wait", numbers={"mean": Number(mean, "s", label="Mean", theory=known)}, reading="It waits.")

    return wait


def faults(experiment, promise, seed=0):
    return promise.broken(experiment, lambda number, settings: experiment.evaluate(seed, **settings).numbers[number])


def test_near_holds_within_a_share_of_theory_and_says_where_it_does_not(wait):
    assert not faults(wait, Near("mean", 0.1))
    assert not faults(wait, Near("mean", 0.1, at={"policy": "shortest"}))
    told = ["Mean within 10 % of theory: 6 where theory has 5 at the default"]
    assert faults(wait, Near("mean", 0.1), seed=1) == told


def test_a_promise_for_the_ends_is_judged_at_the_default_and_at_both_ends(wait):
    assert not faults(wait, Near("mean", 0.15, at=ENDS), seed=1 / 4)
    assert len(faults(wait, Near("mean", 0.06, at=ENDS), seed=1 / 4)) == 1
    assert [*Near("mean", 0.1, at=ENDS).places(wait)] == wait.edges()


def test_between_has_two_ends_or_one(wait):
    assert not faults(wait, Between("mean", 4.9, 5.1))
    assert not faults(wait, Between("mean", 4.9))
    assert faults(wait, Between("mean", high=4.9))
    assert faults(wait, Between(Of("mean", load=0.5), 3))


def test_order_compares_each_number_with_the_next(wait):
    shortest, random = Of("mean", policy="shortest"), Of("mean", policy="random")
    assert not faults(wait, Order(shortest, random))
    assert not faults(wait, Order(shortest, random, times=1.9, at=ENDS))
    assert faults(wait, Order(shortest, random, times=2.1))
    assert faults(wait, Order(random, shortest))
    assert faults(wait, Order("mean", "mean"))


def test_alike_compares_all_numbers_with_the_first(wait):
    assert not faults(wait, Alike("mean", Of("mean", load=0.8), share=0.01))
    assert faults(wait, Alike("mean", Of("mean", load=0.7), share=0.1))


def test_a_promise_is_told_in_words(wait):
    wait()
    promises = wait.holds(
        Near("mean", 0.1, at=ENDS),
        Between("mean", 1, 10, at={"load": 0.5}, average=True),
        Order(Of("mean", policy="shortest"), Of("mean", policy="random"), times=1.5),
    )
    assert repr(promises).splitlines() == [
        "Under each of 20 seeds, and where a line says nothing else at the default:",
        "- Mean within 10 % of theory, at the default and both ends of every control",
        "- Mean from 1 to 10 s, at Load 0.5 (on average over the seeds)",
        "- 1.5 times Mean, shortest < random",
    ]


def test_a_promise_about_a_control_that_is_not_there_is_refused_at_once(wait):
    with pytest.raises(SettingError, match="no parameter 'polcy'"):
        wait.holds(Order(Of("mean", polcy="random"), Of("mean")))
    with pytest.raises(SettingError, match="outside"):
        wait.holds(Near("mean", 0.1, at={"load": 2.0}))


def test_a_mean_over_seeds_has_the_mean_of_the_theories():
    numbers = averaged([Number(1, theory=2), Number(3, theory=4)])
    assert (numbers.value, numbers.theory) == (2, 3)
    assert averaged([Number(1, theory=2), Number(3)]).theory is None
