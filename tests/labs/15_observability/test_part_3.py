"""Lab 15, part 3: how far one counter rose, by the samples that were seen."""

from random import Random

import pytest

from .rising import STEADY, judge, said
from .telling import BESIDE, is_number


@pytest.mark.rule(1, 3, 5)
@pytest.mark.parametrize("samples", [[(10, 0), (25, 30.5)], [(10, 0), (20, 30.5), (25, 30.5)]], ids=str)
def test_a_rise_is_what_came_between(lab, samples):
    why = "these samples count, from `start` to `end`, both included, and it is the sum of all rises between them."
    judge(lab, samples, 10, 25, why)


@pytest.mark.rule(5)
@pytest.mark.parametrize("samples", [[], [(10, 5)], [(10, 0)]], ids=str)
def test_fewer_than_two_samples_say_nothing(lab, samples):
    (found,) = said(lab, ("increase", samples, 5, 50))
    assert found is None, (
        f"Of {samples} fewer than two samples count from 5 to 50, and `increase` is {found!r}: nobody knows, and it is "
        "None."
    )


EDGES = "for the time before the first sample that counts, and after the last one, nothing is added."


@pytest.mark.rule(4)
@pytest.mark.parametrize(("start", "end"), [(-7.5, 52.5), (-14, 46), (-1000, 1000)])
def test_nothing_is_made_up_at_the_ends(lab, start, end):
    judge(lab, STEADY[:4], start, end, EDGES)


@pytest.mark.rule(4)
def test_a_counter_is_not_taken_to_have_begun_in_the_window(lab):
    judge(lab, [(20, 7), (35, 9)], 1, 40, f"{EDGES} The first value is where it stood, and no rise.")


@pytest.mark.rule(4, 6)
@pytest.mark.parametrize("value", [0, 7, 0.0, 1e9])
def test_where_nothing_rose_it_is_zero(lab, value):
    samples = [(0, value), (15, value), (30, value)]
    found = said(lab, ("increase", samples, -1, 31), ("total", {"a": samples}, -1, 31))
    assert [is_number(one) and one == 0 for one in found] == [True, True], (
        f"A counter stood at {value} for 30 s, and `increase` and `total` say {found}: where nothing rose it is 0."
    )


RESET = "where by their times one follows another that is higher, the counter began again at 0: the rise is this value."


@pytest.mark.rule(2, 3)
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
    judge(lab, samples, -1, 100, RESET)


@pytest.mark.rule(3)
def test_a_rise_may_be_small(lab):
    judge(lab, [(0, 1e-7), (15, 3.5e-7), (30, 2e-7), (45, 2.25e-7)], 0, 45, "the sum of all rises, small ones too.")


@pytest.mark.rule(3)
@pytest.mark.parametrize("gap", [15, 46, 3_600, 86_400.5])
def test_a_gap_counts_whole(lab, gap):
    samples = [(0, 10), (15, 20), (15 + gap, 400), (30 + gap, 410)]
    judge(lab, samples, -1, 31 + gap, "the rise to the next sample counts however far apart the two are.")
    fallen = [(0, 10), (15, 400), (15 + gap, 20), (30 + gap, 25)]
    judge(lab, fallen, -1, 31 + gap, f"however far apart the two are, {RESET}")


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
@pytest.mark.parametrize("shift", [-60, -15, 0.0625, 0.5])
def test_times_may_be_any_numbers(lab, shift):
    samples = [(time + shift, value) for time, value in STEADY]
    judge(lab, samples, shift, 45 + shift, COUNTS)
    judge(lab, samples, 15 + shift, 30 + shift, COUNTS)
    judge(lab, samples, 15.25 + shift, 59.75 + shift, COUNTS)
    judge(lab, samples, shift - 1, 0, COUNTS)


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
    calls = [["increase", samples, 1, 20], ["total", {"a": samples, "b": []}, 1, 20]]
    found = lab.beside(BESIDE).rises(calls)
    assert [kept for _, kept in found] == [True, True], (
        f"After `increase` or `total` the list of samples {samples} was another one: the list is left as it is."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("samples", [[(0, 5), (10, 9), (99, 12)], [(99, 12), (100, 13)], [(-9, 0), (2, 7)]], ids=str)
def test_fewer_than_two_in_the_window_say_nothing(lab, samples):
    (found,) = said(lab, ("increase", samples, 5, 50))
    assert found is None, (
        f"Of {samples} fewer than two samples count from 5 to 50, and `increase` is {found!r}: nobody knows, and it is "
        "None."
    )


@pytest.mark.rule(5)
def test_a_window_that_ends_before_it_begins_has_no_samples(lab):
    found = said(lab, ("increase", STEADY, 60, 30), ("increase", STEADY, 30, 30))
    assert found == [None, None], (
        f"From 60 to 30, and from 30 to 30, fewer than two samples count: `increase` is None, and you said {found}."
    )
