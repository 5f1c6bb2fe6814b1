"""Lab 15, part 1: what is counted, what is refused, and in which bucket a value is."""

from math import inf, nan

import pytest

from .telling import SKETCHES, add, adds, ask, difference, near, read, said, same_buckets, short, told, within

IDS = [str(options or "the defaults") for options in SKETCHES]


def error(options):
    return options.get("error", 0.01)


@pytest.mark.rule(1)
@pytest.mark.parametrize("options", SKETCHES, ids=IDS)
def test_it_says_what_it_was_made_with(lab, options):
    found = said(lab, [ask("error"), ask("most"), ask("count")], options)
    due = [error(options), options.get("most", 2048), 0]
    assert found == due, (
        f"Made with {options or 'the defaults'}, a new sketch has `error`, `most` and `count` {found}, not {due}: "
        "what the sketch was made with, and the number of all that were added."
    )


@pytest.mark.rule(1)
def test_all_that_was_added_is_counted(lab):
    rows = [add(0.2), add(0.3, 4), add(0), add(0, 3), ask("count"), add(0.2, 1000), add(7, 13), ask("count")]
    found = said(lab, rows)
    assert found == [9, 1022], (
        f"0.2 was added once, 0.3 four times, 0 once and three times, and `count` is {found[0]!r}, not 9; then 1,000 "
        f"and 13 more, and it is {found[1]!r}, not 1022: it is the number of all that were added, as many times as "
        "`count` says, zeros too."
    )


@pytest.mark.rule(1)
def test_a_value_is_added_as_many_times_as_count_says(lab):
    script = [add(0.2, 3), add(0.7, 5), add(0.2, 2), add(0, 4), ask("buckets")]
    (found,) = said(lab, script)
    due = told(script).buckets()
    assert same_buckets(found, due), (
        f"0.2 was added 3 and 2 times, 0.7 five times, 0 four times, and `buckets()` is {short(found)}, not "
        f"{short(due)}: a value is added as many times as `count` says."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("options", SKETCHES[:2], ids=IDS[:2])
def test_two_sketches_know_each_what_they_were_told(lab, options):
    rows = [add(0.2), add(3.7, which=1), add(0, which=1), *(ask("count", which=n) for n in (0, 1))]
    rows += [ask("buckets", which=n) for n in (0, 1)]
    found = said(lab, rows, options, options)
    due = [told(rows, which, **options) for which in (0, 1)]
    counts = [one.count for one in due]
    right = found[:2] == counts and all(same_buckets(found[2 + n], due[n].buckets()) for n in (0, 1))
    assert right, (
        f"One sketch was told 0.2, another 3.7 and 0. Their counts are {found[:2]}, their buckets {short(found[2])} "
        f"and {short(found[3])}: each `Sketch` knows what it was told itself."
    )


@pytest.mark.rule(1, 3)
def test_two_sketches_have_each_their_error(lab):
    rows = [row for n in (0, 1) for row in adds([0.2, 0.21, 0.6, 40.3], n)] + [ask("buckets", which=n) for n in (0, 1)]
    options = [{"error": 0.2}, {"error": 0.003}]
    found = said(lab, rows, *options)
    for which in (0, 1):
        due = told(rows, which, **options[which]).buckets()
        assert same_buckets(found[which], due), (
            f"Two sketches, with errors of 20 % and 0.3 %, were told the same, and number {which + 1} has "
            f"{difference(found[which], due)}. Each `Sketch` has a γ of its own `error`."
        )


@pytest.mark.rule(1)
@pytest.mark.parametrize("values", [[3e-100, 4e-30, 2e-9], [3e9, 2e12, 4e30, 3e99], [7, 12, 30_000_000_000_019]])
def test_values_are_of_any_size(lab, values):
    found = said(lab, [*adds(values), ask("count"), ask("quantiles", [0, 0.5, 1])])
    due = [values[0], values[1], values[-1]]
    right = found[0] == len(values) and all(near(one, value, 0.01) for one, value in zip(found[1], due, strict=True))
    assert right, (
        f"Of {values} the sketch has a `count` of {found[0]}, and reads q = 0, 0.5 and 1 as {found[1]}, not within "
        f"`error` of {due}: values are integers or floats from 1e-100 to 1e100."
    )


REFUSED = {"-1": -1, "-0.3": -0.3, "-1e-320": -1e-320, "inf": inf, "-inf": -inf, "nan": nan}


@pytest.mark.rule(2)
@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("before", [[], [0.2, 0.2, 0.9, 0]], ids=["new", "used"])
def test_a_value_that_is_none_is_refused_and_changes_nothing(lab, value, before):
    script = [*adds(before), ask("try", "add", value), ask("try", "add", value, 3), ask("count"), ask("buckets")]
    one, three, count, buckets = said(lab, script)
    assert one == three == "ValueError", (
        f"`add({value})` raised {one or 'nothing'}, and {three or 'nothing'} with `count` 3: a value that is negative, "
        "infinite or NaN raises a `ValueError`."
    )
    due = told(adds(before)).buckets()
    assert count == len(before) and same_buckets(buckets, due), (
        f"`add({value})` raised a `ValueError`, and then `count` is {count}, not {len(before)}, and `buckets()` is "
        f"{short(buckets)}, not {short(due)}: nothing has changed when a value is negative, infinite or NaN."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("count", [0, -1, -7])
@pytest.mark.parametrize("value", [0.2, 0.9, 0, 5.3])
def test_a_count_below_one_is_refused_and_changes_nothing(lab, count, value):
    before = [0.2, 0.2, 0.9, 0]
    said_so, after, buckets = said(lab, [*adds(before), ask("try", "add", value, count), ask("count"), ask("buckets")])
    due = told(adds(before)).buckets()
    assert said_so == "ValueError", (
        f"`add({value}, {count})` raised {said_so or 'nothing'}: a `count` below 1 raises a `ValueError`."
    )
    assert after == 4 and same_buckets(buckets, due), (
        f"`add({value}, {count})` raised a `ValueError`, and then `count` is {after}, not 4, and `buckets()` "
        f"{short(buckets)}, not {short(due)}: nothing has changed after a `count` below 1."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("options", SKETCHES, ids=IDS)
@pytest.mark.parametrize("bucket", [-40, -3, 0, 1, 2, 17])
def test_a_bucket_goes_from_bound_to_bound(lab, options, bucket):
    inside = [within(bucket, error(options), where) for where in (0.001, 0.4, 0.999)]
    outside = [within(bucket - 1, error(options), 0.999), within(bucket + 1, error(options), 0.001)]
    script = [*adds(inside + outside), ask("buckets")]
    (found,) = said(lab, script, options)
    counts = [row[1] for row in found]
    assert counts == [1, 3, 1], (
        f"With {options or 'the defaults'}, three values from {inside[0]:.6g} to {inside[2]:.6g} belong to bucket "
        f"{bucket}, one a little lower to the bucket before and one a little higher to the next; your buckets hold "
        f"{counts}: a value belongs to bucket i when `γ**(i - 1) < value <= γ**i`."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("tiny", [3e-100, 2.1e-12, 3.7e-9, 0.0007])
def test_zero_has_a_place_of_its_own(lab, tiny):
    (found,) = said(lab, [add(0, 2), add(tiny), add(0.0), add(-0.0), ask("buckets")])
    due = told([add(0, 4), add(tiny)]).buckets()
    assert same_buckets(found, due), (
        f"0 was added four times and {tiny} once, and `buckets()` is {short(found)}, not {short(due)}: 0 has a place "
        "of its own, and no value above 0 is in it."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("options", SKETCHES, ids=IDS)
def test_on_a_bound_either_bucket_is_right(lab, options):
    value = 1.0  # γ to the power of 0, whatever γ is
    (found,) = said(lab, [add(value), ask("quantiles", [0.5])], options)
    assert near(found[0], value, error(options)), (
        f"The value 1 is a bucket's bound, and was read as {found[0]}: on a bound it belongs to the bucket below, and "
        f"the one on the other side is right as well, but not one that is further off than {error(options):.1%}."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("options", SKETCHES, ids=IDS)
@pytest.mark.parametrize("where", [0.0005, 0.5, 0.9995])
def test_a_bucket_is_read_in_its_middle(lab, options, where):
    value = within(-9, error(options), where)
    buckets, (found,) = said(lab, [add(value), ask("buckets"), ask("quantiles", [0.5])], options)
    due = read(-9, error(options))
    assert same_buckets(buckets, [(due, 1)]) and near(found, value, error(options)), (
        f"With {options or 'the defaults'} {value!r} was added; `buckets()` is {short(buckets)}, and the value is read "
        f"as {found!r}. Its bucket is read as `2 * γ**i / (γ + 1)`, {due!r}, which differs from each value in it by "
        f"{error(options):.1%} at most."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("values", [[5.3, 0.2, 90.7, 0.02, 0.2], [5.3, 0, 0.2, 0, 90.7, 0.02], [0], []], ids=str)
def test_the_buckets_are_listed_from_the_lowest(lab, values):
    (found,) = said(lab, [*adds(values), ask("buckets")])
    due = told(adds(values)).buckets()
    assert same_buckets(found, due), (
        f"{values or 'Nothing'} was added, and `buckets()` is {short(found)}, not {short(due)}: a tuple (what it is "
        "read as, how many it holds) for each that holds any, from the lowest to the highest, the place of 0 first, "
        "read as 0."
    )
