"""Lab 19, part 4: a promise."""

import pytest

from systemdesign.grading.remote import StudentError

from .promising import COUNTS, TINY, TRUTHS, coverage, intervals, promised, width, wilson

DAYS = [bool(n % 3) for n in range(40)]
KINDS = ["list", "range", "tuple", "iterator", "generator"]
ASKED = [*((kind, 0, 1, DAYS) for kind in KINDS), ("iterator", 5, 3, DAYS[:7]), ("generator", 90, -1, DAYS[:20])]
ASKED += [("range", 0, 1, [True]), ("generator", 7, 1, [False])]
ONCE = ("iterator", "generator")
OTHERS = (1, 2, 3, 7)


@pytest.mark.rule(1)
@pytest.mark.parametrize("case", ASKED, ids=lambda case: f"{case[0]} of {len(case[3])} from {case[1]}")
def test_each_seed_is_run_once(lab, case):
    kind, first, step, held = case
    due = list(range(first, first + step * len(held), step))
    seeds = f"{len(due)} seeds in {'an' if kind == 'iterator' else 'a'} {kind}"
    try:
        ((returned, asked, others, kept),) = promised(lab, case)
    except StudentError as error:
        if kind not in ONCE:
            raise
        told = f"{error} ({error.place})"
        raise AssertionError(f"With {seeds}, which can be gone through only once, your code raised {told}.") from None
    assert asked or type(returned) is list, f"`run` was never called, and {returned} returned: three numbers are due."
    assert asked == due, (
        f"Of {seeds}, `run` was called for {asked[:45]}: once for each of the `seeds`, in their "
        "order, and they can perhaps be gone through only once."
    )
    assert not others, f"`run` was called with {others[0]}: it is called with this `design`."
    assert kept, "`design` is not what it was: it is this `design` that is promised, and it stays as it is."


@pytest.mark.rule(2, 3)
def test_three_numbers_are_returned(lab):
    for count in (*OTHERS, *COUNTS):
        for found in intervals(lab, count):
            assert type(found) is list and all(abs(one) < 1e9 for one in found), (
                f"It returned {found}: three numbers, how many days held in 100 days, and the ends of an interval."
            )


@pytest.mark.rule(2)
def test_the_days_that_held_are_told_in_a_hundred(lab):
    for count in (*OTHERS, *COUNTS):
        for held, (days, *_) in enumerate(intervals(lab, count)):
            assert days == pytest.approx(100 * held / count), (
                f"{held} of {count} days held, and `days` is {days:g}: the number of days that held, in 100 days, is "
                f"{100 * held / count:g}."
            )


@pytest.mark.rule(3)
def test_the_interval_has_a_width_whatever_was_seen(lab):
    for count in (*OTHERS, *COUNTS):
        for held, (_, low, high) in enumerate(intervals(lab, count)):
            assert high - low > TINY, (
                f"{held} of {count} days held, and the interval goes from {low:g} to {high:g}: it has a width, "
                "whatever was seen."
            )


@pytest.mark.rule(3)
def test_the_interval_contains_the_days_and_lies_within_0_and_100(lab):
    for count in (*OTHERS, *COUNTS):
        for held, (days, low, high) in enumerate(intervals(lab, count)):
            assert low - TINY <= days <= high + TINY, (
                f"{held} of {count} days held, and the interval from {low:g} to {high:g} does not contain {days:g}."
            )
            assert low >= -TINY and high <= 100 + TINY, (
                f"{held} of {count} days held, and the interval is from {low:g} to {high:g}: it lies within 0 and 100."
            )


@pytest.mark.rule(4)
@pytest.mark.parametrize("count", COUNTS)
def test_the_truth_is_covered(lab, count):
    covered = {truth: coverage(intervals(lab, count), truth) for truth in TRUTHS}
    mean, worst = sum(covered.values()) / len(covered), min(covered, key=covered.get)
    assert mean >= 93, (
        f"With {count} seeds the interval covers the truth in {mean:.1f} of 100 repetitions on average, over the "
        f"truths from {TRUTHS[0]} to {TRUTHS[-1]} days, and at least 93 are due; where {worst} days hold, in "
        f"{covered[worst]:.1f}."
    )
    assert covered[worst] >= 87, (
        f"With {count} seeds, where the truth is {worst} days in 100, the interval covers it in {covered[worst]:.1f} "
        "of 100 repetitions, and in at least 87 for each of these truths are due."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("count", COUNTS)
def test_it_is_no_wider_than_it_must_be(lab, count):
    own, due = width(intervals(lab, count)), width([wilson(held, count) for held in range(count + 1)])
    assert own <= 1.2 * due, (
        f"With {count} seeds the interval is {own:.1f} days wide on average, and Wilson's is {due:.1f}: at most a "
        "fifth wider."
    )
