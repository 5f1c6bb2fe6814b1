"""Lab 15, part 2: one sketch tells another one what it has counted."""

import pytest

from .merging import asks, merge, merged
from .telling import add, adds, ask, difference, read, said, same_buckets, short, told, within


@pytest.mark.rule(1)
def test_what_the_other_holds_is_added(lab):
    rows = [add(0.2, 3), add(5.3), add(0.2, 4, 1), add(0.9, 2, 1), add(70.1, 1, 1)]
    buckets, count = said(lab, [*rows, merge(1), *asks(0)], {}, {})
    due = merged(told(rows, 0), told(rows, 1))
    assert count == 11, (
        f"A sketch with a `count` of 4 was told what one of 7 has counted, and its `count` is {count!r}, not 11: it "
        "holds as many more as the other's buckets do."
    )
    assert same_buckets(buckets, due.buckets()), (
        f"0.2 (3 times) and 5.3, merged with 0.2 (4 times), 0.9 (twice) and 70.1, are {short(buckets)}, not "
        f"{short(due.buckets())}: for each bucket of the other's there are as many more in the bucket of the same "
        "number."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize(("mine", "others"), [(0, 3), (0, 1), (2, 3)])
@pytest.mark.parametrize("more", [[], [0.3]], ids=["zeros alone", "with a value"])
def test_zeros_are_merged_too(lab, mine, others, more):
    rows = [*adds([0] * mine), *adds([0] * others, 1), *adds(more, 1)]
    buckets, count = said(lab, [*rows, merge(1), *asks(0)], {}, {})
    due = merged(told(rows, 0), told(rows, 1))
    assert (count, True) == (due.count, same_buckets(buckets, due.buckets())), (
        f"{mine} zeros, merged with {others} zeros{' and 0.3' if more else ''}, have a `count` of {count} and "
        f"`buckets()` {short(buckets)}, not {due.count} and {short(due.buckets())}: as many more zeros in their place."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("options", [{"error": 0.05}, {"error": 0.2}, {"error": 0.003}], ids=str)
def test_a_bucket_comes_to_the_one_of_its_number_whatever_the_error(lab, options):
    values = [within(bucket, options["error"], 0.5) for bucket in range(-60, 60)]
    script = [*adds(values, 1), *adds(values, 2), merge(1), merge(2), ask("buckets")]
    (found,) = said(lab, script, *[options] * 3)
    due = [(read(bucket, options["error"]), 2) for bucket in range(-60, 60)]
    assert same_buckets(found, due), (
        f"With {options}, two sketches with 120 buckets that follow one another were merged into an empty one, "
        f"which has {difference(found, due)}: as many more in the bucket of the same number."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("mine", [[], [0.2, 0.9], [0, 3.3]], ids=str)
@pytest.mark.parametrize("others", [[0.2, 3.3, 0], [5.1]], ids=str)
def test_the_other_is_as_it_was(lab, mine, others):
    rows = [*adds(mine), *adds(others, 1)]
    script = [*rows, merge(1), *asks(1), *adds([0.2, 77.7, 0]), *asks(1), *adds([0.9, 0.04, 0], 1), *asks(0)]
    found = said(lab, script, {}, {})
    due = told(rows, 1)
    for buckets, count, when in [(*found[:2], "was merged"), (*found[2:4], "and then more was added to that")]:
        assert count == len(others) and same_buckets(buckets, due.buckets()), (
            f"A sketch that holds {others} {when if when[0] == 'w' else 'was merged into another one, ' + when}, and "
            f"it has {short(buckets)} and a `count` of {count}: `other` is as it was, and what is added later to one "
            "doesn't show in the other one."
        )
    due = told(adds([*mine, *others, 0.2, 77.7, 0]))
    assert found[5] == due.count and same_buckets(found[4], due.buckets()), (
        f"After the merge 0.2, 77.7 and 0 were added to the one, 0.9, 0.04 and 0 to the other, and the one holds "
        f"{short(found[4])}, not {short(due.buckets())}: what is added to either later doesn't show in the other one."
    )
