"""Lab 15, part 1: quantiles of values that were kept, and sorted; and how many buckets there are."""

from math import inf, nan
from random import Random

import pytest

from .telling import BESIDE, SKETCHES, add, adds, ask, near, said, same, told

IDS = [str(options or "the defaults") for options in SKETCHES]


def error(options):
    return options.get("error", 0.01)


@pytest.mark.rule(5)
@pytest.mark.parametrize("options", SKETCHES, ids=IDS)
def test_an_empty_sketch_has_no_quantile(lab, options):
    (found,) = said(lab, [ask("quantiles", [0, 0.5, 1])], options)
    assert found == [None] * 3, f"Nothing was added, and `quantile` says {found}: it is None when nothing was added."


@pytest.mark.rule(5)
@pytest.mark.parametrize("q", [-0.001, 1.001, -1, 2, 99, inf, -inf, nan])
def test_what_is_no_share_is_refused(lab, q):
    (found,) = said(lab, [add(0.2), add(0.9), ask("try", "quantiles", [q])])
    assert found == "ValueError", (
        f"`quantile({q})` raised {found or 'nothing'}: a q below 0, above 1 or NaN raises a `ValueError`."
    )


RANKS = {0: 1, 0.001: 1, 0.1999: 1, 0.2001: 2, 0.39: 2, 0.41: 3, 0.5: 3, 0.61: 4, 0.79: 4, 0.81: 5, 0.9999: 5, 1: 5}


@pytest.mark.rule(5)
@pytest.mark.parametrize("q", RANKS)
def test_the_value_of_that_rank_is_read(lab, q):
    values = [0.31, 7.0, 0.02, 55.0, 1.7]
    ((found,),) = said(lab, [*adds(values), ask("quantiles", [q])])
    value = sorted(values)[RANKS[q] - 1]
    assert near(found, value, 0.01), (
        f"Of {values} the value of rank {RANKS[q]} is {value}, and `quantile({q})` is {found!r}: the rank is "
        f"`⌈q * count⌉` = ⌈{q * 5:g}⌉, at least 1, the smallest has rank 1, and nothing is read between two values."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("q", [0.125, 0.25, 0.5, 0.75, 0.875])
def test_a_rank_that_is_whole_is_not_the_next_one(lab, q):
    script = adds([0.31, 7.0, 0.02, 55.0, 1.7, 0.9, 140.0, 19.0])
    ((found,),) = said(lab, [*script, ask("quantiles", [q])])
    due = told(script).quantile(q)
    assert same(found, due), (
        f"Of eight values that of rank {q * 8:g} is in the place that is read as {due!r}, and `quantile({q})` is "
        f"{found!r}: the rank is `⌈q * count⌉`, and a quantile is what the place of its value is read as."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize(("rare", "q"), [(1, 0.985), (1, 0.995), (2, 0.975), (2, 0.983), (0, 1), (3, 1), (3, 0)])
def test_a_value_has_as_many_ranks_as_it_was_added_times(lab, rare, q):
    script = [add(0.2, 100 - rare), *([add(30.3, rare)] if rare else []), ask("quantiles", [q])]
    ((found,),) = said(lab, script)
    value = told(script).ranked(q)
    assert near(found, value, 0.01), (
        f"0.2 was added {100 - rare} times at once and 30.3 {rare} times: `quantile({q})` is {value}, and you said "
        f"{found!r}. A value has as many ranks as it was added times, and the rank is `⌈q * count⌉`."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize(("zeros", "q"), [(3, 0), (3, 0.5), (3, 0.61), (3, 1), (5, 1), (1, 0.19), (1, 0.21)])
def test_zeros_have_ranks_too(lab, zeros, q):
    values = [0] * zeros + [0.3] * (5 - zeros)
    ((found,),) = said(lab, [*adds(values), ask("quantiles", [q])])
    value = told(adds(values)).ranked(q)
    assert found is not None and near(found, value, 0.01), (
        f"Of {values}, `quantile({q})` is {value}, and you said {found!r}: zeros have ranks, the lowest, and are read "
        "as 0."
    )


def mixed(count):
    """Values of several sizes, zeros among them."""
    rng = Random(count)
    return [rng.choice([0, 0.3, 0.31, 7.3, rng.uniform(0.01, 40.0)]) for _ in range(count)]


@pytest.mark.rule(7)
@pytest.mark.parametrize("options", SKETCHES[:2], ids=IDS[:2])
def test_asking_changes_nothing_and_what_comes_later_counts(lab, options):
    script = []
    for number, value in enumerate(mixed(60)):
        script += [add(value, 1 + number % 3), *[ask("quantiles", [0, 0.25, 0.5, 1]), ask("buckets"), ask("count")] * 2]
    found = said(lab, script, options)
    due = told([], **options)
    adding = [row for row in script if row[1] == "add"]
    for number, row in enumerate(adding):
        due.add(*row[2:])
        for again in (0, 1):
            quantiles, buckets, count = found[6 * number + 3 * again :][:3]
            right = [due.quantile(q) for q in (0, 0.25, 0.5, 1)]
            assert count == due.count and all(map(same, quantiles, right)), (
                f"After {number + 1} values were added, and quantiles and buckets asked for after each of them, "
                f"`count` is {count} and the quantiles 0, 0.25, 0.5 and 1 are {quantiles}, not {due.count} and "
                f"{right}: asking changes nothing, and what is added later counts as ever."
            )
            assert sum(row[1] for row in buckets) == due.count, (
                f"`buckets()` holds {sum(row[1] for row in buckets)} of {due.count} values, asked for "
                f"{'twice' if again else 'once'} after each: asking changes nothing, what is added later counts."
            )


@pytest.mark.rule(7)
@pytest.mark.parametrize("options", [{}, {"error": 0.2, "most": 64}], ids=str)
@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize("values", [[0.2203], [0.02 * 1.1**n for n in range(40)], [0]], ids=["one", "forty", "zero"])
def test_it_keeps_counts_and_not_the_values(lab, options, asks, values):
    grown = lab.beside(BESIDE).weight(options, values * (4_000 // len(values)), 4, asks)
    assert grown < 9_000, (
        f"While 12,000 more values were added to buckets that held some already, {'' if asks else 'never '}asked for "
        f"in between, the sketch has grown by {grown:,} bytes: what is kept are counts of buckets, and not values."
    )
