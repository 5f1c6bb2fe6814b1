"""Lab 15, part 1: no more buckets than it may have, and all rules at once."""

from random import Random

import pytest

from .telling import (
    BESIDE,
    QUANTILES,
    SKETCHES,
    add,
    adds,
    ask,
    difference,
    near,
    said,
    same,
    same_buckets,
    short,
    told,
    within,
)

IDS = [str(options or "the defaults") for options in SKETCHES]

SIZES = [1, 2, 3, 17]


def error(options):
    return options.get("error", 0.01)


def apart(error, numbers):
    """A value in each of these buckets, somewhere in it."""
    rng = Random(len(numbers))
    return [within(bucket, error, rng.uniform(0.05, 0.95)) for bucket in numbers]


@pytest.mark.rule(6)
@pytest.mark.parametrize("most", SIZES)
@pytest.mark.parametrize("order", ["rising", "falling", "mixed"])
def test_the_two_lowest_become_one(lab, most, order):
    options = {"error": 0.03, "most": most}
    numbers = [7 * n for n in range(most + 4)]
    numbers = {"rising": numbers, "falling": numbers[::-1], "mixed": Random(most).sample(numbers, len(numbers))}[order]
    script = [row for value in apart(0.03, numbers) for row in (add(value, 2), ask("buckets"))]
    found = said(lab, script, options)
    due = told([], **options)
    for number, row in enumerate(script[::2]):
        due.add(*row[2:])
        assert same_buckets(found[number], due.buckets()), (
            f"With `most` {most}, {number + 1} values in as many buckets were added, twice each, and `buckets()` is "
            f"{short(found[number])}, not {short(due.buckets())}. When there would be one more than `most`, the two "
            "lowest become one, with the number of the upper of the two."
        )


@pytest.mark.rule(6)
@pytest.mark.parametrize("most", SIZES)
def test_as_many_as_most_stay_apart(lab, most):
    script = [*adds(apart(0.03, [3 * n for n in range(most)])), ask("buckets")]
    (found,) = said(lab, script, {"error": 0.03, "most": most})
    due = told(script, error=0.03, most=most).buckets()
    assert same_buckets(found, due), (
        f"There are {most} buckets, and `most` is {most}: `buckets()` is {short(found)}, not {short(due)}. Only when "
        "a value would make more than `most` do the two lowest become one."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("most", SIZES)
def test_the_place_of_zero_is_no_bucket(lab, most):
    values = [0, *apart(0.03, [3 * n for n in range(most + 1)]), 0]
    for end in (most + 1, most + 3):
        script = [*adds(values[:end]), ask("buckets")]
        (found,) = said(lab, script, {"error": 0.03, "most": most})
        due = told(script, error=0.03, most=most).buckets()
        assert same_buckets(found, due), (
            f"With `most` {most}, two zeros and values in {end - 1} buckets or fewer: `buckets()` is {short(found)}, "
            f"not {short(due)}. The place of 0 is not one of the `most` buckets, and never becomes one with another."
        )


@pytest.mark.rule(6)
def test_by_default_there_are_no_more_than_2048(lab):
    for count, low in [(2_048, 0), (2_300, 252)]:
        numbers = Random(count).sample(range(-1_000, count - 1_000), count)
        script = [*adds(apart(0.01, numbers)), ask("buckets")]
        (found,) = said(lab, script, {})
        due = told(script).buckets()
        assert len(found) == 2_048 and same_buckets(found, due), (
            f"By default `most` is 2048, and of values in {count:,} buckets {len(found):,} buckets are left: "
            f"{difference(found, due) if not same_buckets(found, due) else ''}. The {low} lowest become one with the "
            "next."
        )


@pytest.mark.rule(6)
@pytest.mark.parametrize("q", [0.3, 0.503, 0.75, 0.991, 1])
def test_the_upper_quantiles_keep_their_error(lab, q):
    values = [1.03**n for n in range(1, 400)]
    ((found,),) = said(lab, [*adds(values), ask("quantiles", [q])], {"error": 0.011, "most": 300})
    value = told(adds(values), error=0.011, most=300).ranked(q)
    assert near(found, value, 0.011), (
        f"Of 399 values in more buckets than `most` = 300, `quantile({q})` is {value:.4g}, and you said {found!r}: the "
        "two lowest buckets become one, and quantiles that lie in higher buckets keep their error."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("most", [1, 20])
def test_what_was_joined_is_not_kept(lab, most):
    rng = Random(most)
    values = [10.0 ** rng.uniform(-9.0, 12.0) for _ in range(6_000)]
    size = lab.beside(BESIDE).size({"error": 0.001, "most": most}, values)
    assert size < 16_000, (
        f"6,000 values of every size were added to a sketch with `most` {most}, and it holds {size:,} bytes: what is "
        "kept are counts of so many buckets, and neither values nor the buckets that were joined."
    )


SHAPES = {
    "lognormal": lambda rng: rng.lognormvariate(-2.0, 1.5),
    "Pareto": lambda rng: 0.001 * rng.paretovariate(1.1),
    "constant": lambda rng: 0.2203,
    "two points": lambda rng: 0.0021 if rng.random() < 0.99 else 10.0007,
    "huge": lambda rng: 10.0 ** rng.uniform(-9.0, 12.0),
    "with zeros": lambda rng: rng.expovariate(3.0) if rng.random() < 0.7 else 0,
    "integers": lambda rng: rng.randrange(100_000),
}


def drawn(shape, options, count, seed=0):
    """Values of that shape, none so near a bucket's bound that rounding would decide."""
    rng, found = Random(f"{shape}{seed}"), []
    while len(found) < count:
        value = SHAPES[shape](rng)
        try:
            told(adds([value]), error=error(options))
        except AssertionError:
            continue
        found.append(value)
    return found


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("options", SKETCHES, ids=IDS)
def test_each_quantile_is_within_the_error_of_its_value(lab, shape, options):
    options = {**options, "most": 99_999}
    values = drawn(shape, options, 1_999)
    (found,) = said(lab, [*adds(values), ask("quantiles", QUANTILES)], options)
    due = told(adds(values), **options)
    wrong = [(q, one, due.ranked(q)) for q, one in zip(QUANTILES, found, strict=True)]
    wrong = [row for row in wrong if not near(row[1], row[2], error(options))]
    assert not wrong, (
        f"Of 1,999 values ({shape}), with an error of {error(options):.1%}, the value of rank ⌈{wrong[0][0]} * 1999⌉ "
        f"is {wrong[0][2]!r}, and `quantile({wrong[0][0]})` is {wrong[0][1]!r}: it differs from the value by `error` "
        "times that value at most."
    )


def story(seed):
    """Values of every size, zeros among them, with counts, and questions after any of them."""
    rng = Random(seed)
    options = {"error": rng.choice([0.004, 0.01, 0.07, 0.25]), "most": rng.choice([1, 2, 5, 30, 500])}
    spread, script = rng.choice([3, 40, 900]), []
    for _ in range(rng.choice([3, 40, 150])):
        if rng.random() < 0.1:
            script.append(add(0, rng.choice([1, 1, 3])))
        else:
            value = within(rng.randrange(-spread, spread), options["error"], rng.uniform(0.01, 0.99))
            script.append(add(value, rng.choice([1, 1, 1, 2, 9])))
        script += [ask("quantiles", [0, 0.25, 0.5, 0.75, 1])] if rng.random() < 0.3 else []
    return options, script


@pytest.mark.rule(1, 3, 4, 5, 6, 7)
@pytest.mark.parametrize("seed", range(30))
def test_any_story_goes_as_the_rules_say(lab, seed):
    options, script = story(seed)
    found = said(lab, [*script, ask("buckets"), ask("count")], options)
    due, answers = told([], **options), iter(found)
    for row in script:
        if row[1] == "add":
            due.add(*row[2:])
            continue
        right = [due.quantile(q) for q in row[2]]
        one = next(answers)
        assert all(map(same, one, right)), (
            f"With {options}, after {due.count} values, the quantiles {row[2]} are {one}, not {right}: each is what "
            "the place is read as that holds the value of that rank (rule 5), in buckets of which the lowest are "
            "joined (rule 6)."
        )
    buckets, count = answers
    assert count == due.count and same_buckets(buckets, due.buckets()), (
        f"With {options}, after {due.count} values, `count` is {count}, and `buckets()` is "
        f"{difference(buckets, due.buckets()) if not same_buckets(buckets, due.buckets()) else 'right'}: bucket i has "
        "the values for which `γ**(i - 1) < value <= γ**i` (rule 3)."
    )
