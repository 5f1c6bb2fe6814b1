"""Lab 14, part 1: full jitter."""

from random import Random

import pytest

from systemdesign.grading.hints import hint

from .ceilings import CASES, ENOUGH, ceiling, distance, drawn, fits, mistake


@pytest.mark.rule(1)
def test_a_pause_is_drawn_anew_each_time(lab):
    pauses = drawn(lab, 3, base=0.5, cap=10.0)
    assert len(set(pauses)) > 1, "Every pause is the same: draw each with `rng`, or the herd comes back in step."


@pytest.mark.rule(1)
def test_chance_comes_from_the_rng_that_was_given(lab):
    once, again, other = (drawn(lab, 4, draws=5, seed=seed) for seed in (7, 7, 8))
    assert once == again, (
        f"Two jitters whose `rng` has the same seed paused {once[0]} s and {again[0]} s: draw with the `rng` that was "
        "given, and no other chance."
    )
    assert once != other, "Two jitters whose `rng` has not the same seed pause alike: draw with the `rng` given."


@pytest.mark.rule(1)
def test_two_jitters_draw_from_one_rng_in_turn(lab):
    rng = Random(3)
    ann, bob = lab.FullJitter(rng), lab.FullJitter(rng)
    assert [ann.pause(4, ENOUGH) for _ in range(5)] != [bob.pause(4, ENOUGH) for _ in range(5)], (
        "Two jitters that were given one `rng` draw the same pauses, and so their clients come back in step: "
        "draw with the `rng` itself, not with a copy of it."
    )


@pytest.mark.rule(1)
def test_each_jitter_draws_with_its_own_rng(lab):
    alone = drawn(lab, 3, draws=5, seed=3, base=2.0, cap=100.0)
    ann = lab.FullJitter(Random(3), base=2.0, cap=100.0)
    lab.FullJitter(Random(4), base=2.0, cap=100.0).pause(3, ENOUGH)
    assert [ann.pause(3, ENOUGH) for _ in range(5)] == alone, (
        "As soon as there is a second FullJitter, the first one draws other pauses: keep the `rng` that was given "
        "in `self`, not in the class or in a global."
    )


@pytest.mark.rule(2)
def test_each_jitter_has_its_own_ceiling(lab):
    for failures in (1, 9):
        alone = drawn(lab, failures, draws=5, seed=3, base=0.5, cap=2.0)
        ann = lab.FullJitter(Random(3), base=0.5, cap=2.0)
        lab.FullJitter(Random(4), base=4.0, cap=64.0)
        assert [ann.pause(failures, ENOUGH) for _ in range(5)] == alone, (
            f"After {failures} failures a FullJitter draws below another ceiling as soon as there is a second one: "
            "keep `base` and `cap` in `self`, not in the class or in a global."
        )


@pytest.mark.rule(1)
def test_full_jitter_begins_at_nothing(lab):
    pauses = drawn(lab, 3, base=0.5, cap=10.0)
    least = min(pauses)
    assert least < 2 * 0.22 and (pauses.count(least) < 5 or least == 0), (
        f"Of 60 pauses below a ceiling of 2 s none is shorter than {least:.2f} s: full jitter begins at 0, "
        "and no part of a pause is fixed."
    )


@pytest.mark.rule(1)
def test_pauses_are_not_rounded(lab):
    for pauses in (drawn(lab, 1, base=40.0, cap=100.0), drawn(lab, 2, base=0.0001, cap=100.0)):
        between = [pause for pause in pauses if min(pauses) < pause < max(pauses)]
        assert between and len(set(between)) == len(between), (
            f"Of 60 pauses, only {len(set(pauses))} differ ({pauses[0]}, {pauses[1]}, …): a pause is drawn uniformly, "
            "and not rounded, or many come back at the same moment."
        )


@pytest.mark.rule(2)
def test_the_failures_of_one_caller_are_no_concern_of_another(lab):
    for number in (1, 3):
        fresh = max(drawn(lab, number, draws=1, seed=seed, base=0.5, cap=100.0)[0] for seed in range(40))
        jitter = lab.FullJitter(Random(1), base=0.5, cap=100.0)
        for failures in range(1, 12):
            jitter.pause(failures, ENOUGH)
        used = max(jitter.pause(number, ENOUGH) for _ in range(40))
        assert used < 1.5 * fresh, (
            f"The pause of a new FullJitter after {number} failures is up to {fresh:.1f} s, and up to {used:.1f} s "
            "once another caller had failed eleven times. One FullJitter serves many callers: work from the `failures` "
            "of this call, and remember nothing."
        )


@pytest.mark.rule(1)
def test_pauses_are_uniform_below_the_ceiling(lab):
    pauses = drawn(lab, 3, base=1.0, cap=10.0, draws=600)
    shares = [pause / max(pauses) for pause in pauses]
    far, bound = distance(shares)
    assert far < bound, (
        f"Of 600 pauses {sum(share < 0.25 for share in shares) / 6:.0f} % lie in the lowest quarter below the ceiling, "
        f"and {sum(share > 0.75 for share in shares) / 6:.0f} % in the highest: draw uniformly."
    )


@pytest.mark.rule(2)
def test_two_thousand_failures_are_no_problem(lab):
    with hint(
        "After two thousand failures 2.0 ** 2000 is too large, and no recursion goes so deep: bound the exponent, or "
        "double the ceiling up to `cap`."
    ):
        pauses = drawn(lab, 2_000, base=0.5, cap=3.0, draws=20)
    assert all(pause >= 0 for pause in pauses), (
        f"After two thousand failures a pause still lies between 0 and the ceiling; you paused {min(pauses)} s."
    )


@pytest.mark.rule(3)
def test_the_ceiling_is_capped_and_not_the_pause(lab):
    pauses = drawn(lab, 12, base=0.5, cap=3.0)
    assert pauses.count(max(pauses)) < 5, (
        f"After 12 failures {pauses.count(max(pauses))} of 60 pauses are exactly {max(pauses)} s, and the herd is in "
        "step. Cap the ceiling, not the pause: `min(cap, uniform(0, big))` is the cap nearly always."
    )


@pytest.mark.rule(2, 3)
def test_the_ceiling_is_the_rule_after_any_failures(lab):
    tops = {}
    for failures, base, cap in CASES:
        tops[failures, base, cap] = max(drawn(lab, failures, draws=40, base=base, cap=cap))
    words = mistake(lab, tops)
    for (failures, base, cap), top in tops.items():
        right = ceiling(failures, base, cap)
        rule = 3 if right == cap else 2
        assert fits(top, right), (
            f"After {failures} failures, with base={base:g} and cap={cap:g}, the ceiling is {right:g} s, and of 40 "
            f"pauses the longest was {top:.3g} s ({words or f'rule {rule}'})."
        )


@pytest.mark.rule(2, 3)
def test_base_and_cap_have_their_defaults(lab):
    for failures, rule in ((1, 2), (9, 3)):
        given = drawn(lab, failures, draws=5, base=0.1, cap=10.0)
        assert drawn(lab, failures, draws=5) == given, (
            f"After {failures} failures the ceiling is another one than with base=0.1 and cap=10.0, which are the "
            f"defaults (rule {rule})."
        )
