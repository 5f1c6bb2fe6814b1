"""Lab 04, part 2: by chance, and with which probability."""

from math import exp

import pytest

from systemdesign import run
from systemdesign.grading.hints import hint
from systemdesign.kernel import at

from .dice import even, loaded
from .readers import reads
from .scene import Load, settled, started

READERS = 101
NAMES = [f"k{number}" for number in range(61)]


async def share(lab, left, *, seconds=1.0, ttl=50.0, rng=None, readers=READERS, **options):
    """Of readers who ask for one key at the same moment, `left` seconds before its end, the share that load."""
    load = Load(seconds)
    cache = lab.EarlyCache(load, ttl, rng or even(READERS), **options)
    await settled(cache.get("lamp"))
    await at(seconds + ttl - left)
    await started(*(cache.get("lamp") for _ in range(readers)))
    return (load.count - 1) / readers


def shared(*given, **options):
    return run(share(*given, **options))


@pytest.mark.rule(2)
def test_it_is_by_chance_that_a_reader_loads_early(lab):
    async def main():
        load = Load()
        cache = lab.EarlyCache(load, 50.0, even(len(NAMES)))
        await started(*(cache.get(name) for name in NAMES))
        await at(51.0 - 0.8)
        await started(*(cache.get(name) for name in NAMES))
        return load.count / len(NAMES) - 1

    found = run(main)
    assert found > 0, (
        "With left=0.8 s and δ=1 s none of 61 readers loaded early: the probability of an early load is "
        "e^(−left/βδ), 0.45 here, for each reader anew. Compare −δ·β·ln U with the time that is left."
    )
    assert found < 1, (
        "With left=0.8 s and δ=1 s all of 61 readers loaded early, which is the stampede again: each draws a U of its "
        "own, and by chance some load."
    )


@pytest.mark.rule(2, 4)
def test_each_reader_of_an_entry_draws_for_itself(lab):
    found = shared(lab, 0.8)
    assert 0 < found < 1, (
        f"101 readers of one entry decided alike, {'all' if found else 'none'} loaded early: U was drawn once for the "
        "entry. Each reader draws a U of its own, whenever it asks (rule 2)."
    )
    assert found > 1.5 / READERS, (
        "Of 101 readers of one entry exactly one loaded early, and kept the others from it: there is no single flight "
        "in here, and whoever has to load does so (rule 4)."
    )


@pytest.mark.rule(2)
def test_the_chance_is_drawn_with_rng(lab):
    for left in (0.5, 0.9):
        found = shared(lab, left, rng=loaded([0.5]), readers=40)
        assert found in (0, 1), (
            "With an `rng` whose every draw is 0.5 all readers decide alike, and of yours some loaded early and some "
            "did not: draw U with the `rng` that is given."
        )


def blamed(found, left, took, beta):
    """What a share other than it should be comes from, if that is known."""
    known = [
        (exp(-left / took), "it looks as if β were 1: multiply δ by `beta`."),
        (exp(-left / beta), "it looks as if δ were 1: measure how long the entry's load took."),
        (exp(-left * beta / took), "β multiplies δ, and does not divide it."),
        (10 ** (-left / took / beta), "ln is the natural logarithm, not that to the base 10."),
        (2 ** (-left / took / beta), "ln is the natural logarithm, not that to the base 2."),
        (max(0, 1 - left / took / beta), "it looks as if the draw itself were compared: take ln U."),
        (1 - exp(-left / took / beta), "it looks as if the comparison were the wrong way round."),
    ]
    if found > 0.9:
        return "it looks as if the first early load took the entry away from the others: until it ends the entry stays."
    reasons = [words for chance, words in known if abs(found - chance) < 0.015]
    return reasons[0] if reasons else "compare −δ·β·ln U with `left`."


SWEEP = [
    (1.0, 1.0, 1.0),
    (3.0, 1.0, 1.0),
    (0.2, 1.0, 1.0),
    (3.0, 1.0, 3.0),
    (2.0, 4.0, 1.0),
    (0.7, 1.3, 0.4),
    (9.1, 8.0, 1.0),
]


@pytest.mark.rule(2)
@pytest.mark.parametrize(("left", "took", "beta"), SWEEP)
def test_the_probability_of_an_early_load_is_that_of_xfetch(lab, left, took, beta):
    known, found = exp(-left / took / beta), shared(lab, left, seconds=took, beta=beta, ttl=12.0)
    assert abs(found - known) < 0.03, (
        f"With left={left:g} s, δ={took:g} s and β={beta:g} the probability of an early load is {known:.2f}, and of "
        f"101 readers {found:.0%} loaded: {blamed(found, left, took, beta)}"
    )


@pytest.mark.rule(2)
def test_a_draw_of_nought_is_no_u(lab):
    with hint("`rng.random()` may be 0.0, and 0 has no ln: draw U from (0, 1], so that a reader gets a value."):
        run(reads(lab, [0, 2.7, 3.3], rng=loaded([0.0, 0.0] + [0.5] * 310)))


@pytest.mark.rule(2)
def test_beta_is_one_unless_it_is_given(lab):
    found = shared(lab, 1.9, seconds=2.6)
    assert abs(found - 0.48) < 0.03, (
        f"With left=1.9 s, δ=2.6 s and no β given the probability of an early load is 0.48, and {found:.0%} loaded: β "
        "is 1.0 by default."
    )


@pytest.mark.rule(2)
def test_long_before_the_end_nobody_loads(lab):
    found = shared(lab, 30.0, readers=READERS)
    assert found == 0, (
        f"With left=30 s and δ=1 s the probability of an early load is e^−30, and {found:.0%} of the readers loaded."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    ("steps", "slow", "words"),
    [
        ([(0, "lamp"), (1, "sofa")], 2, "another key's load took 5 s: each entry has the δ of its own load."),
        ([(0, "lamp"), (26, "lamp")], 1, "its load before that took 5 s: δ is how long the entry's latest load took."),
    ],
)
def test_delta_is_that_of_the_entry_s_own_load(lab, steps, slow, words):
    async def main():
        load = Load(seconds=lambda loading: 5.0 if loading.number == slow else 0.5)
        cache = lab.EarlyCache(load, 20.0, even(READERS))
        for time, key in steps:
            await at(time)
            await settled(cache.get(key))
        await at(max(one.ended for one in load.loads if one.key == "lamp") + 20.0 - 1.0)
        before = load.count
        await started(*(cache.get("lamp") for _ in range(READERS)))
        return (load.count - before) / READERS

    found = run(main)
    assert abs(found - exp(-2)) < 0.03, (
        f"With left=1 s and δ=0.5 s the probability of an early load is 0.14, and {found:.0%} loaded; {words}"
    )
