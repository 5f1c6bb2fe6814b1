"""Lab 15, part 3: how far the counters of all instances rose, and all rules at once."""

from math import inf
from random import Random

import pytest

from .rising import STEADY, judge, rise_of_all, said, same, shown

OF_ALL = "`total` is the sum of what `increase` is for each instance"


def judge_total(lab, series, start, end, why=""):
    (found,), due = said(lab, ("total", series, start, end)), rise_of_all(series, start, end)
    largest = max((value for samples in series.values() for _, value in samples), default=0)
    assert same(found, due, largest), (
        f"`total` of {shown_series(series)} from {start:g} to {end:g} is {due}, and you said {found!r}: {OF_ALL}{why}."
    )


def shown_series(series):
    rows = [f"{name!r}: {shown(samples)}" for name, samples in list(series.items())[:4]]
    return "{" + ", ".join([*rows, "…"] if len(series) > 4 else rows) + "}"


BUSY = [(0, 100), (15, 130), (30, 4), (45, 20)]


@pytest.mark.rule(6)
def test_the_rises_of_all_instances_are_added(lab):
    judge_total(lab, {"a": BUSY}, 0, 45)
    judge_total(lab, {"a": BUSY, "b": STEADY}, 0, 45)
    judge_total(lab, {1: STEADY[:5], 2: [(n + 7, 3 * n) for n in range(40)], "": BUSY}, 0, 45)
    judge_total(lab, {"a": BUSY, "b": STEADY}, 14, 31)
    judge_total(lab, {"a": BUSY, "b": list(BUSY), "c": STEADY, "d": tuple(BUSY)}, 0, 45)
    judge_total(lab, {n: [(n, n), (15 + n, 3 * n)] for n in range(30)}, 0, 99)


@pytest.mark.rule(6)
@pytest.mark.parametrize("odd", [[], [(20, 500)], [(20, 0)], [(99, 3), (120, 9)], [(0, 1), (99, 5)]], ids=str)
def test_an_instance_of_which_nobody_knows_adds_nothing(lab, odd):
    why = "; where that is None, the instance adds nothing"
    judge_total(lab, {"a": BUSY, "odd": odd}, 10, 50, why)
    judge_total(lab, {"odd": odd, "a": BUSY, "b": STEADY}, 10, 50, why)


@pytest.mark.rule(6)
@pytest.mark.parametrize("series", [{}, {"a": []}, {"a": [(20, 5)], "b": [(30, 7)]}, {"a": [(9, 1), (70, 2)]}], ids=str)
def test_where_nobody_knows_of_any_the_total_is_none(lab, series):
    (found,) = said(lab, ("total", series, 10, 50))
    assert found is None, (
        f"In {series} no instance has two samples from 10 to 50, and `total` is {found!r}: where `increase` is None "
        "for all of them, or there are none, it is None."
    )


def drawn(seed):
    """Instances that count, are restarted, are not reached, and are scraped in turn."""
    rng, series = Random(seed), {}
    for name in rng.sample(["a", "b", "c", 0, 1, ""], rng.choice([1, 2, 5])):
        time, value, samples = rng.uniform(-40.0, 40.0), rng.choice([0, 5, 1000, 0.5]), []
        for _ in range(rng.choice([0, 1, 2, 5, 30])):
            time += rng.choice([15, 15, 15, 0.25, 200]) * rng.choice([1, 1, rng.uniform(0.5, 1.5)])
            value = rng.choice([0, 3, value / 2]) if rng.random() < 0.15 else value + rng.choice([0, 1, 40, 0.25])
            samples.append((time, value))
        series[name] = rng.sample(samples, len(samples)) if rng.random() < 0.5 else samples
    start = rng.choice([0, 15, rng.uniform(-20.0, 200.0)])
    return series, start, start + rng.choice([15, 60, 300, inf])


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@pytest.mark.parametrize("seed", range(40))
def test_any_series_rises_as_the_rules_say(lab, seed):
    series, start, end = drawn(seed)
    for samples in series.values():
        judge(lab, samples, start, end, "sum the rises (rule 3) between the samples that count (rule 1).")
    judge_total(lab, series, start, end, " (rule 6)")
