"""Lab 15, part 2: another `most`, and another `error`."""

import pytest

from .merging import asks, merge, merged
from .telling import add, adds, ask, said, same_buckets, short, told, within


@pytest.mark.rule(4, 3)
def test_another_most_is_no_other_error(lab):
    rows = [*adds([0.2, 0.9]), *adds([5.3], 1)]
    (raised,) = said(lab, [*rows, ask("try", "merge", 1)], {"most": 100}, {"most": 200})
    assert raised is None, (
        f"Two sketches with one `error`, and `most` 100 and 200, were merged, and {raised} was raised: only when "
        "`other` has another `error`, and the `most` of the other may be greater, or smaller."
    )


MOSTS = [(2, 5), (3, 2048), (5, 2), (2048, 3), (1, 4), (4, 1)]


@pytest.mark.rule(3)
@pytest.mark.parametrize(("mine", "others"), MOSTS)
@pytest.mark.parametrize("swap", [False, True])
def test_one_keeps_its_own_most(lab, mine, others, swap):
    values = [within(7 * bucket, 0.03, 0.4) for bucket in range(12)]
    halves = [values[::2], values[1::2]] if swap else [values[:7], values[5:]]
    options = [{"error": 0.03, "most": mine}, {"error": 0.03, "most": others}]
    rows = [*adds(halves[0]), *adds(halves[1], 1), add(0, 2, 1)]
    buckets, count, most, whose = said(lab, [*rows, merge(1), *asks(0), ask("most"), ask("most", which=1)], *options)
    assert (most, whose) == (mine, others), (
        f"A sketch with `most` {mine} was told what one with `most` {others} has counted, and now they say {most} and "
        f"{whose}: `one` keeps its own `most`, and the other its own."
    )
    due = merged(told(rows, 0, **options[0]), told(rows, 1, **options[1]), **options[0])
    assert count == due.count and same_buckets(buckets, due.buckets()), (
        f"A sketch with `most` {mine} was told what one with `most` {others} has counted, and has {short(buckets)}, "
        f"not {short(due.buckets())}: where it would have more buckets than its own `most`, its two lowest become one."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(("mine", "others"), MOSTS)
def test_what_comes_later_finds_its_own_most(lab, mine, others):
    values = [within(7 * bucket, 0.03, 0.4) for bucket in range(16)]
    options = [{"error": 0.03, "most": mine}, {"error": 0.03, "most": others}]
    rows = [*adds(values[:6]), *adds(values[4:10], 1)]
    (found,) = said(lab, [*rows, merge(1), *adds(values[10:]), ask("buckets")], *options)
    due = merged(told(rows, 0, **options[0]), told(rows, 1, **options[1]), told(adds(values[10:]), error=0.03))
    due.error, due.most = 0.03, mine
    assert same_buckets(found, due.buckets()), (
        f"A sketch with `most` {mine} was told what one with `most` {others} has counted, then six values more, and "
        f"has {short(found)}, not {short(due.buckets())}: `one` keeps its own `most`."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("errors", [(0.01, 0.02), (0.02, 0.01), (0.01, 0.0101), (0.2, 0.01)], ids=str)
@pytest.mark.parametrize("mine", [[], [0.2, 0, 0.9]], ids=["empty", "used"])
@pytest.mark.parametrize("others", [[], [0.9, 40.7, 0]], ids=["an empty one", "a used one"])
def test_another_error_is_refused_and_nothing_changes(lab, errors, mine, others):
    options = [{"error": error} for error in errors]
    rows = [*adds(mine), *adds(others, 1)]
    raised, *found = said(lab, [*rows, ask("try", "merge", 1), *asks(0, 1)], *options)
    assert raised == "ValueError", (
        f"A sketch with an error of {errors[0]:.2%} took one of {errors[1]:.2%}, and raised {raised or 'nothing'}: "
        "another `error` is a `ValueError`, though one of them is empty."
    )
    for which in (0, 1):
        buckets, count = found[2 * which : 2 * which + 2]
        due = told(rows, which, **options[which])
        assert count == due.count and same_buckets(buckets, due.buckets()), (
            f"A `ValueError` was raised because of another `error`, and then the {['one', 'other'][which]} has "
            f"{short(buckets)} and a `count` of {count}, not {short(due.buckets())} and {due.count}: nothing has "
            "changed in either."
        )
