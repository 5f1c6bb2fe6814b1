"""Lab 15, part 3: how far counters rose, by the samples that were seen."""

from math import inf
from random import Random

import pytest

from .telling import BESIDE, is_number

STEADY = [(15.0 * n, 40 * n) for n in range(9)]


def said(lab, *calls):
    """What was answered to each (name, samples or series, start, end)."""
    return [answer for answer, _ in lab.bring(BESIDE).rises([list(call) for call in calls])]


def rise(samples, start, end):
    """What `increase` should be, counted one sample after the other."""
    found, last, seen = 0, None, 0
    for time, value in sorted(samples, key=lambda sample: sample[0]):
        if start <= time <= end:
            if last is not None:
                found += value - last if value >= last else value
            last, seen = value, seen + 1
    return found if seen >= 2 else None


def rise_of_all(series, start, end):
    found = [rise(samples, start, end) for samples in series.values()]
    return sum(one or 0 for one in found) if any(one is not None for one in found) else None


def same(found, due, largest):
    if due is None or found is None:
        return found is due
    return is_number(found) and abs(found - due) <= 1e-9 * max(largest, 1e-9)


def judge(lab, samples, start, end, why):
    (found,), due = said(lab, ("increase", samples, start, end)), rise(samples, start, end)
    assert same(found, due, max((value for _, value in samples), default=0)), (
        f"`increase({shown(samples)}, {start:g}, {end:g})` is {due}, and you said {found!r}: {why}"
    )


def shown(samples):
    return f"{samples}" if len(samples) < 9 else f"[{', '.join(map(str, samples[:8]))}, …]"


COUNTS = "those samples count whose time is from `start` to `end`, both included, and the others are as if not there."


@pytest.mark.rule(1)
@pytest.mark.parametrize(("start", "end"), [(15, 60), (14, 61), (16, 59), (0, 120), (0, 15), (-50, 33), (90, 500)])
@pytest.mark.parametrize("kind", [list, tuple])
def test_the_samples_of_the_window_count(lab, start, end, kind):
    judge(lab, kind(STEADY), start, end, COUNTS)


@pytest.mark.rule(1)
def test_what_lies_outside_of_the_window_is_not_looked_at(lab):
    samples = [(0, 900), (10, 1000), (20, 7), (30, 19), (40, 30), (50, 2), (60, 5000)]
    judge(lab, samples, 20, 40, COUNTS)
    judge(lab, samples, 15, 45, COUNTS)
    judge(lab, samples, 11, 29, COUNTS)


@pytest.mark.rule(1)
@pytest.mark.parametrize("shift", [-60, -15, 0.0625])
def test_times_may_be_any_numbers(lab, shift):
    samples = [(time + shift, value) for time, value in STEADY]
    judge(lab, samples, shift, 45 + shift, COUNTS)
    judge(lab, samples, 15 + shift, 30 + shift, COUNTS)


ORDER = "the samples come in any order, and it is by their times that one follows another."


@pytest.mark.rule(2)
@pytest.mark.parametrize("seed", range(4))
def test_the_samples_come_in_any_order(lab, seed):
    samples = [(0, 100), (15, 130), (31, 2), (45, 20), (61, 20), (75, 27)]
    mixed = [*reversed(samples)] if not seed else Random(seed).sample(samples, 6)
    judge(lab, mixed, 0, 80, ORDER)
    judge(lab, mixed, 10, 65, ORDER)


@pytest.mark.rule(2)
@pytest.mark.parametrize("samples", [[(30, 7), (0, 3), (15, 5)], [(0, 3), (15, 9), (30, 2)], [(0, 1)], []], ids=str)
def test_the_list_is_left_as_it_is(lab, samples):
    calls = [["increase", samples, 0, 20], ["total", {"a": samples, "b": []}, 0, 20]]
    found = lab.bring(BESIDE).rises(calls)
    assert [kept for _, kept in found] == [True, True], (
        f"After `increase` or `total` the list of samples {samples} was another one: it is left as it is."
    )


@pytest.mark.rule(3)
def test_a_rise_is_what_came_between(lab):
    judge(lab, [(0, 100), (15, 130)], 0, 15, "it is the sum of all rises from a sample that counts to the next.")
    judge(lab, [(0, 0), (15, 0.5), (30, 2.75)], 0, 30, "it is the sum of all rises; values may be floats, and 0.")


RESET = "a value that is lower than the one before it says that the counter began again at 0: the rise is this value."


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "samples",
    [
        [(0, 100), (15, 130), (30, 0), (45, 20)],
        [(0, 100), (15, 130), (30, 8), (45, 20)],
        [(0, 50), (15, 3)],
        [(0, 50), (15, 0)],
        [(0, 50), (15, 49), (30, 48), (45, 90)],
        [(0, 5), (15, 4), (30, 4), (45, 1), (60, 7), (75, 2)],
        [(0, 100), (15, 99.5)],
    ],
    ids=str,
)
def test_a_fall_begins_again_at_zero(lab, samples):
    judge(lab, samples, 0, 100, RESET)


@pytest.mark.rule(3)
@pytest.mark.parametrize("gap", [15, 46, 3_600, 86_400.5])
def test_a_gap_counts_whole(lab, gap):
    samples = [(0, 10), (15, 20), (15 + gap, 400), (30 + gap, 410)]
    judge(lab, samples, 0, 30 + gap, "the rise to the next sample counts however far apart the two are.")
    fallen = [(0, 10), (15, 400), (15 + gap, 20), (30 + gap, 25)]
    judge(lab, fallen, 0, 30 + gap, f"however far apart the two are, {RESET}")


EDGES = "for the time before the first sample that counts, and after the last one, nothing is added."


@pytest.mark.rule(4)
@pytest.mark.parametrize(("start", "end"), [(-7.5, 52.5), (-14, 45), (0, 59), (-1000, 1000), (8, 37)])
def test_nothing_is_made_up_at_the_ends(lab, start, end):
    judge(lab, STEADY[:4], start, end, EDGES)


@pytest.mark.rule(4)
def test_a_counter_is_not_taken_to_have_begun_in_the_window(lab):
    judge(lab, [(20, 7), (35, 9)], 0, 40, f"{EDGES} The first value is where it stood, and no rise.")


@pytest.mark.rule(4)
@pytest.mark.parametrize("value", [0, 7, 0.0, 1e9])
def test_where_nothing_rose_it_is_zero(lab, value):
    samples = [(0, value), (15, value), (30, value)]
    found = said(lab, ("increase", samples, 0, 30), ("total", {"a": samples}, 0, 30))
    assert [is_number(one) and one == 0 for one in found] == [True, True], (
        f"A counter stood at {value} for 30 s, and `increase` and `total` say {found}: where nothing rose it is 0."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("samples", [[], [(10, 5)], [(10, 0)], [(0, 5), (10, 9), (99, 12)], [(99, 12), (100, 13)]])
def test_fewer_than_two_samples_say_nothing(lab, samples):
    (found,) = said(lab, ("increase", samples, 5, 50))
    assert found is None, (
        f"Of {samples} fewer than two count from 5 to 50, and `increase` is {found!r}: nobody knows, and it is None."
    )


@pytest.mark.rule(5)
def test_a_window_that_ends_before_it_begins_has_no_samples(lab):
    found = said(lab, ("increase", STEADY, 60, 30), ("increase", STEADY, 30, 30))
    assert found == [None, None], (
        f"From 60 to 30, and from 30 to 30, fewer than two samples count: `increase` is None, and you said {found}."
    )


OF_ALL = "`total` is the sum of what `increase` is for each instance"


def judge_total(lab, series, start, end, why=""):
    (found,), due = said(lab, ("total", series, start, end)), rise_of_all(series, start, end)
    largest = max((value for samples in series.values() for _, value in samples), default=0)
    assert same(found, due, largest), (
        f"`total` of {shown_series(series)} from {start:g} to {end:g} is {due}, and you said {found!r}: {OF_ALL}{why}."
    )


def shown_series(series):
    return "{" + ", ".join(f"{name!r}: {shown(samples)}" for name, samples in list(series.items())[:4]) + "}"


BUSY = [(0, 100), (15, 130), (30, 4), (45, 20)]


@pytest.mark.rule(6)
def test_the_rises_of_all_instances_are_added(lab):
    judge_total(lab, {"a": BUSY}, 0, 45)
    judge_total(lab, {"a": BUSY, "b": STEADY}, 0, 45)
    judge_total(lab, {1: STEADY[:5], 2: [(n + 7, 3 * n) for n in range(40)], "": BUSY}, 0, 45)
    judge_total(lab, {"a": BUSY, "b": STEADY}, 14, 31)


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
