"""Lab 15, part 2: one sketch tells another one what it has counted."""

from random import Random

import pytest

from .telling import add, adds, ask, difference, read, said, same_buckets, short, told, within

ALL = ["buckets", "count"]


def merge(other, which=0):
    return [which, "merge", other]


def asks(*which):
    return [ask(what, which=one) for one in which for what in ALL]


def merged(*sketches, **options):
    """One that was told what each of these was, by the rules."""
    found = told([], **options)
    for sketch in sketches:
        found.merge(sketch)
    return found


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
@pytest.mark.parametrize(("mine", "others"), [(0, 3), (2, 0), (2, 3)])
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
    script = [*adds(values, 1), merge(1), merge(1), ask("buckets")]
    (found,) = said(lab, script, options, options)
    due = [(read(bucket, options["error"]), 2) for bucket in range(-60, 60)]
    assert same_buckets(found, due), (
        f"With {options}, 120 buckets that follow one another were merged twice into an empty sketch, which has "
        f"{difference(found, due)}: as many more in its bucket of the same number."
    )


def dealt(seed):
    """Sketches that are told values, and merged into one another in some order till the first has seen it all."""
    rng = Random(seed)
    options = {"error": rng.choice([0.004, 0.01, 0.2]), "most": rng.choice([1, 3, 20, 2048])}
    spread, several = rng.choice([3, 40, 700]), rng.choice([2, 3, 10])
    script, left = [], list(range(several))
    for _ in range(rng.choice([5, 60, 200])):
        value = within(rng.randrange(-spread, spread), options["error"], rng.uniform(0.01, 0.99))
        script.append(add(0 if rng.random() < 0.1 else value, rng.choice([1, 1, 2, 7]), rng.choice(left)))
    told = [[several, *row[1:]] for row in script]
    while len(left) > 1:
        other = rng.choice(left[1:])
        left.remove(other)
        script.append(merge(other, rng.choice(left)))
    return options, several, told + script


@pytest.mark.rule(1)
@pytest.mark.parametrize("seed", range(24))
def test_merged_in_any_order_they_are_as_one_that_saw_it_all(lab, seed):
    options, several, script = dealt(seed)
    script += [*asks(0, several), *(ask("quantiles", [0, 0.25, 0.5, 0.75, 1], which=which) for which in (0, several))]
    found = said(lab, script, *[options] * (several + 1))
    one, everything = [found[0], found[1], found[4]], [found[2], found[3], found[5]]
    assert one[1] == everything[1], (
        f"Values dealt out to {several} sketches and merged have a `count` of {one[1]}, where one sketch that was "
        f"told them all has {everything[1]}."
    )
    assert one == everything, (
        f"Values dealt out to {several} sketches with {options} and merged into one another come to {short(one[0])} "
        f"and the quantiles {one[2]}; one sketch that was told them all has {short(everything[0])} and "
        f"{everything[2]}: in any order it is exactly the same `buckets()` and `count`."
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


@pytest.mark.rule(4, 3)
def test_another_most_is_no_other_error(lab):
    rows = [*adds([0.2, 0.9]), *adds([5.3], 1)]
    (raised,) = said(lab, [*rows, ask("try", "merge", 1)], {"most": 100}, {"most": 200})
    assert raised is None, (
        f"Two sketches with one `error`, and `most` 100 and 200, were merged, and {raised} was raised: only when "
        "`other` has another `error`, and the `most` of the other may be greater, or smaller."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("mine", [[], [0], [0.2, 0.9, 0, 0.2]], ids=str)
def test_an_empty_one_adds_nothing(lab, mine):
    buckets, count, quantiles = said(lab, [*adds(mine), merge(1), *asks(0), ask("quantiles", [0, 1])], {}, {})
    due = told(adds(mine))
    assert count == due.count and same_buckets(buckets, due.buckets()), (
        f"A sketch that holds {mine} was told what an empty one has counted, and has {short(buckets)} and a `count` of "
        f"{count}: empty sketches are merged like all others, and add nothing."
    )
    assert (quantiles == [None] * 2) == (not mine), (
        f"A sketch that holds {mine or 'nothing'}, merged with an empty one, has the quantiles {quantiles}: empty "
        "sketches are merged like all others."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("options", [{}, {"error": 0.03, "most": 3}], ids=str)
@pytest.mark.parametrize("times", [1, 2])
def test_merged_with_itself_it_holds_twice_as_many(lab, options, times):
    script = [row for n in range(6) for row in (add(within(7 * n, options.get("error", 0.01), 0.5), n + 1),)]
    script += [add(0, 3), *[merge(0)] * times, *asks(0)]
    buckets, count = said(lab, script, options)
    due = [(value, held * 2**times) for value, held in told(script[:7], **options).buckets()]
    assert count == 24 * 2**times and same_buckets(buckets, due), (
        f"`merge(one, one)`, {times} times, of a sketch with a `count` of 24 gives {short(buckets)} and a `count` of "
        f"{count}, not {short(due)} and {24 * 2**times}: each time it makes everything in it twice as many."
    )
