"""Lab 15, part 1: in which bucket a value is, and what a bucket is read as."""

import pytest

from .telling import (
    SKETCHES,
    add,
    adds,
    ask,
    held,
    is_number,
    near,
    read,
    said,
    same_buckets,
    short,
    told,
    within,
)

IDS = [str(options or "the defaults") for options in SKETCHES]


def error(options):
    return options.get("error", 0.01)


@pytest.mark.rule(3)
@pytest.mark.parametrize("options", SKETCHES, ids=IDS)
@pytest.mark.parametrize("bucket", [-40, -3, 0, 1, 2, 17])
def test_a_bucket_goes_from_bound_to_bound(lab, options, bucket):
    inside = [within(bucket, error(options), where) for where in (0.001, 0.4, 0.999)]
    outside = [within(bucket - 1, error(options), 0.999), within(bucket + 1, error(options), 0.001)]
    script = [*adds(inside), add(outside[0], 7), add(outside[1], 20), ask("buckets")]
    (found,) = said(lab, script, options)
    assert held(found) == [3, 7, 20], (
        f"With {options or 'the defaults'}, three values from {inside[0]:.6g} to {inside[2]:.6g} belong to bucket "
        f"{bucket}, 7 a little lower to the bucket before and 20 a little higher to the next; your buckets hold "
        f"{held(found)}: a value belongs to bucket i when `γ**(i - 1) < value <= γ**i`."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("options", SKETCHES, ids=IDS)
@pytest.mark.parametrize("bucket", [-31, 1, 26])
def test_a_bound_is_sharp_beyond_one_part_in_a_billion(lab, options, bucket):
    bound = within(bucket, error(options), 1.0)
    script = [add(bound * (1 - 1e-8), 3), add(bound * (1 + 1e-8), 5), ask("buckets")]
    (found,) = said(lab, script, options)
    assert held(found) == [3, 5], (
        f"With {options or 'the defaults'}, two values lie one part in 10⁸ below and above {bound!r}, the bound of "
        f"bucket {bucket}, and the buckets hold {held(found)}, not 3 and 5: a value belongs to bucket i when "
        "`γ**(i - 1) < value <= γ**i`, and only one within one part in 10⁹ of a bound may lie on its other side."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("tiny", [3e-100, 2.1e-12, 3.7e-9, 0.0007])
def test_zero_has_a_place_of_its_own(lab, tiny):
    rows = [row for n in (0, 1) for row in (add(0, 2, n), add(tiny, 1, n), add(0.0, 1, n), add(-0.0, 1, n))]
    buckets, (median,) = said(lab, [*rows, ask("buckets"), ask("quantiles", [0.5], which=1)], {}, {})
    assert held(buckets) in ([1, 4], [1]) and not (is_number(median) and median > 0), (
        f"0 was added four times and {tiny} once: `buckets()` is {short(buckets)}, and the median, which is 0, is "
        f"{median!r}. 0 has a place of its own, and no value above 0 is in it."
    )


@pytest.mark.rule(1, 3)
def test_two_sketches_have_each_their_error(lab):
    rows = [row for n in (0, 1) for row in adds([0.2, 0.21, 0.6, 40.3], n)] + [ask("buckets", which=n) for n in (0, 1)]
    found = [held(buckets) for buckets in said(lab, rows, {"error": 0.2}, {"error": 0.003})]
    assert found == [[1, 1, 2], [1, 1, 1, 1]], (
        f"Two sketches, with errors of 20 % and 0.3 %, were told 0.2, 0.21, 0.6 and 40.3, and their buckets hold "
        f"{found[0]} and {found[1]}, not 1, 1 and 2 and each of them 1: each `Sketch` has a γ of its own `error`."
    )


@pytest.mark.rule(3, 4)
@pytest.mark.parametrize("options", SKETCHES, ids=IDS)
@pytest.mark.parametrize("where", [0.0005, 0.5, 0.9995])
@pytest.mark.parametrize("bucket", [-9, 4])
def test_a_bucket_is_read_in_its_middle(lab, options, where, bucket):
    value, due = within(bucket, error(options), where), read(bucket, error(options))
    script = [add(value), add(value, which=1), ask("buckets"), ask("quantiles", [0.5], which=1)]
    buckets, (found,) = said(lab, script, options, options)
    buckets = [row for row in buckets if row[1]]
    assert same_buckets(buckets, [(due, 1)]) and near(found, value, error(options)), (
        f"With {options or 'the defaults'} {value!r} was added; `buckets()` is {short(buckets)}, and the median "
        f"{found!r}. The value belongs to the bucket of number {bucket}, which is read as `2 * γ**i / (γ + 1)`, "
        f"{due!r}, and so differs from each value in it by {error(options):.1%} at most."
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
@pytest.mark.parametrize("values", [[5.3, 0.2, 90.7, 0.02, 0.2], [5.3, 0, 0.2, 0, 90.7, 0.02], [0], []], ids=str)
def test_the_buckets_are_listed_from_the_lowest(lab, values):
    (found,) = said(lab, [*adds(values), ask("buckets")])
    due = told(adds(values)).buckets()
    assert same_buckets(found, due), (
        f"{values or 'Nothing'} was added, and `buckets()` is {short(found)}, not {short(due)}: a tuple (what it is "
        "read as, how many it holds) for each that holds any, from the lowest to the highest, the place of 0 first, "
        "read as 0."
    )


@pytest.mark.rule(2, 6)
@pytest.mark.parametrize("refused", [(-1,), (0.01, 0), (0.3, -2), (40.0, 0)], ids=str)
def test_what_is_refused_joins_no_buckets(lab, refused):
    before, options = [0.1, 0.2, 6.3], {"error": 0.03, "most": 3}
    script = [*adds(before), *adds(before, 1), ask("try", "add", *refused), ask("buckets"), ask("buckets", which=1)]
    raised, found, due = said(lab, script, options, options)
    assert raised == "ValueError" and found == due, (
        f"A sketch with `most` 3 was told of three values; `add{refused if len(refused) > 1 else '(-1)'}` raised "
        f"{raised or 'nothing'}, and `buckets()` is {short(found)}, not {short(due)}: what is refused with a "
        "`ValueError` has changed nothing, and makes no bucket for which two become one."
    )
