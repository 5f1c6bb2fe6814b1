"""Lab 14, part 1: full jitter."""

from random import Random

from systemdesign.grading.hints import hint


def drawn(lab, failures, left=1e9, draws=400, **options):
    jitter = lab.FullJitter(Random(1), **options)
    return [jitter.pause(failures, left) for _ in range(draws)]


def test_the_first_pause_lies_between_nothing_and_the_base(lab):
    pauses = drawn(lab, 1, base=0.5, cap=10.0)
    assert all(isinstance(pause, (int, float)) for pause in pauses), (
        f"With time enough, `pause` returns seconds; yours returned {pauses[0]!r}."
    )
    assert max(pauses) <= 0.5, (
        f"After one failure the ceiling is `base`, 0.5 s here, and you paused {max(pauses):.2f} s: "
        "failures are counted from 1."
    )
    assert max(pauses) > 0.45, f"After one failure pauses reach up to `base`, 0.5 s; yours only to {max(pauses):.2f} s."


def test_pauses_are_spread_over_all_of_the_ceiling(lab):
    pauses = drawn(lab, 1, base=1.0, cap=10.0)
    assert len(set(pauses)) > 1, "Every pause is the same: draw it with `rng`, or the herd comes back in step."
    assert min(pauses) < 0.05, (
        f"No pause is shorter than {min(pauses):.2f} s: full jitter begins at 0, it is not half fixed."
    )
    assert 0.44 < sum(pauses) / len(pauses) < 0.56, (
        f"The mean should be half of the ceiling, and yours is {sum(pauses) / len(pauses):.0%} of it: draw uniformly."
    )


def test_the_ceiling_doubles_with_each_failure(lab):
    highest = [max(drawn(lab, failures, base=0.5, cap=100.0)) for failures in (2, 3, 5)]
    for found, ceiling in zip(highest, [1, 2, 8]):
        assert 0.9 * ceiling < found <= ceiling, (
            f"The ceilings after 2, 3 and 5 failures are 1, 2 and 8 s; yours look like {highest}."
        )


def test_no_pause_exceeds_the_cap(lab):
    pauses = drawn(lab, 12, base=0.5, cap=3.0)
    assert max(pauses) <= 3.0, f"A pause of {max(pauses):.1f} s exceeds the cap of 3 s."
    assert 0.44 < sum(pauses) / len(pauses) / 3 < 0.56, (
        "Cap the ceiling, not the pause: `min(cap, uniform(0, big))` is the cap nearly always, and the herd is in step."
    )


def test_two_thousand_failures_are_no_problem(lab):
    with hint("2.0 ** 2000 is too large for a float: bound the exponent, or double step by step up to the cap."):
        pauses = drawn(lab, 2_000, base=0.5, cap=3.0, draws=50)
    assert all(0 <= pause <= 3 for pause in pauses), "After 2,000 failures a pause still lies between 0 and the cap."


def test_a_pause_that_does_not_fit_is_none(lab):
    pauses = drawn(lab, 1, left=0.25, base=1.0, cap=10.0)
    assert None in pauses, (
        "With 0.25 s left, three of four pauses of up to 1 s do not fit: return None for those, "
        "instead of a pause that ends after the deadline."
    )
    fitting = [pause for pause in pauses if pause is not None]
    assert all(pause < 0.25 for pause in fitting), "A pause must end before the time left is over."
    assert 0.17 < len(fitting) / len(pauses) < 0.33, (
        f"A quarter of the draws fit, and you returned a pause in {len(fitting) / len(pauses):.0%} of the cases: "
        "draw first, from the whole ceiling, then see whether it fits."
    )


def test_with_no_time_left_there_is_no_pause(lab):
    assert drawn(lab, 1, left=0.0, draws=20) == [None] * 20, "With nothing left no pause fits: return None."


def test_without_a_limit_every_pause_fits(lab):
    jitter = lab.FullJitter(Random(1), base=1.0, cap=50.0)
    assert None not in [jitter.pause(9) for _ in range(50)], "`left` is infinite unless it is given."


def test_failures_of_one_caller_are_no_concern_of_another(lab):
    jitter = lab.FullJitter(Random(1), base=0.5, cap=100.0)
    for failures in range(1, 12):
        jitter.pause(failures)
    assert max(jitter.pause(1) for _ in range(50)) <= 0.5, (
        "One FullJitter serves many callers at once: work from the `failures` that you are given, and remember nothing."
    )
