"""Lab 15, part 1: what is counted, and what is refused. What buckets are read as is judged later."""

from math import inf, nan

import pytest

from .telling import SKETCHES, add, adds, ask, held, said, short

IDS = [str(options or "the defaults") for options in SKETCHES]


@pytest.mark.rule(1)
@pytest.mark.parametrize("options", SKETCHES, ids=IDS)
def test_it_says_what_it_was_made_with(lab, options):
    found = said(lab, [ask("error"), ask("most"), ask("count")], options)
    due = [options.get("error", 0.01), options.get("most", 2048), 0]
    assert found == due, (
        f"Made with {options or 'the defaults'}, a new sketch has `error`, `most` and `count` {found}, not {due}: "
        "what the sketch was made with, and the number of all that were added."
    )


@pytest.mark.rule(4)
def test_the_buckets_are_a_list_of_pairs(lab):
    (found,) = said(lab, [add(0.2, 3), add(7.3), ask("buckets")])
    pairs = isinstance(found, list) and all(isinstance(row, (tuple, list)) and len(row) == 2 for row in found)
    assert pairs, (
        f"0.2 and 7.3 were added, and `buckets()` is {short(found) if isinstance(found, list) else 'no list'}: it is a "
        "list, with a tuple (what it is read as, how many it holds) for each that holds any."
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
@pytest.mark.parametrize("options", SKETCHES[:2], ids=IDS[:2])
def test_two_sketches_know_each_what_they_were_told(lab, options):
    rows = [add(0.2), add(3.7, which=1), add(19.3, which=1)]
    rows += [ask(what, which=n) for n in (0, 1) for what in ("count", "buckets")]
    one, ones, other, others = said(lab, rows, options, options)
    assert [one, len(held(ones)), other, len(held(others))] == [1, 1, 2, 2], (
        f"One sketch was told 0.2, another 3.7 and 19.3. Their counts are {one} and {other}, and {len(held(ones))} and "
        f"{len(held(others))} of their buckets hold values, not 1 and 2: each `Sketch` knows what it was told itself."
    )


@pytest.mark.rule(1, 4)
def test_a_value_is_added_as_many_times_as_count_says(lab):
    (found,) = said(lab, [add(0.2, 3), add(0.7, 5), add(0.2, 2), add(5.3), add(5.3, 12), ask("buckets")])
    assert held(found) == [5, 5, 13], (
        f"0.2 was added 3 and 2 times, 0.7 five times, 5.3 once and 12 times, and the buckets hold {held(found)}, not "
        "5, 5 and 13: a value is added as many times as `count` says, and `buckets()` says of each how many it holds."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("zeros", [1, 4])
def test_zeros_are_added_as_many_times_as_count_says(lab, zeros):
    (found,) = said(lab, [add(0, zeros), add(0, 5), add(0.0, 2), add(-0.0), add(7.3, 2), ask("buckets")])
    assert held(found) in ([2, zeros + 8], [2]), (
        f"0 was added {zeros}, 5, 2 and once more, 7.3 twice, and the places hold {held(found)}: a value is added as "
        "many times as `count` says, and 0 is a value."
    )


@pytest.mark.rule(1, 3)
@pytest.mark.parametrize(
    "values", [[3e-100, 4e-30, 2e-9], [3e9, 2e12, 4e30, 3e99], [7, 12, 30_000_000_000_019], [10**20, 10**90]]
)
def test_values_are_of_any_size(lab, values):
    count, buckets = said(lab, [*adds(values), ask("count"), ask("buckets")])
    assert (count, held(buckets)) == (len(values), [1] * len(values)), (
        f"Of {values} the sketch has a `count` of {count}, and its buckets hold {held(buckets)}: values are integers "
        "or floats from 1e-100 to 1e100, and these belong to buckets far apart."
    )


REFUSED = {"-1": -1, "-0.3": -0.3, "-1e-320": -1e-320, "inf": inf, "-inf": -inf, "nan": nan}


def refused(lab, before, *adding):
    """What `add` raised, and what a sketch holds then, beside one that was not told that."""
    rows = [ask("try", "add", *one) for one in adding]
    script = [*adds(before), *adds(before, 1), *rows, *(ask(what, which=n) for n in (0, 1) for what in HOLDS)]
    found = said(lab, script, {}, {})
    return found[: len(rows)], found[len(rows) : -2], found[-2:]


HOLDS = "count", "buckets"


@pytest.mark.rule(2)
@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("before", [[], [0.2, 0.2, 0.9, 0]], ids=["new", "used"])
def test_a_value_that_is_none_is_refused_and_changes_nothing(lab, value, before):
    raised, after, due = refused(lab, before, [value], [value, 3])
    assert raised == ["ValueError"] * 2, (
        f"`add({value})` raised {raised[0] or 'nothing'}, and {raised[1] or 'nothing'} with `count` 3: a value that is "
        "negative, infinite or NaN raises a `ValueError`."
    )
    assert after == due, (
        f"`add({value})` raised a `ValueError`, and then `count` and `buckets()` are {after}, not {due}: nothing has "
        "changed when a value is negative, infinite or NaN."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("count", [0, -1, -7])
@pytest.mark.parametrize("value", [0.2, 0.9, 0, 5.3])
def test_a_count_below_one_is_refused_and_changes_nothing(lab, count, value):
    raised, after, due = refused(lab, [0.2, 0.2, 0.9, 0], [value, count])
    assert raised == ["ValueError"], (
        f"`add({value}, {count})` raised {raised[0] or 'nothing'}: a `count` below 1 raises a `ValueError`."
    )
    assert after == due, (
        f"`add({value}, {count})` raised a `ValueError`, and then `count` and `buckets()` are {after}, not {due}: "
        "nothing has changed after a `count` below 1."
    )
