"""Lab 15, part 2: empty ones, oneself, and any order."""

from random import Random

import pytest

from .merging import asks, merge
from .telling import add, adds, ask, said, same_buckets, short, told, within


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


@pytest.mark.rule(1, 3)
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
