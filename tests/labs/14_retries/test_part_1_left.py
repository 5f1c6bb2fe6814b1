"""Lab 14, part 1: a pause, and the time that is left."""

from math import inf
from random import Random

import pytest

from .ceilings import distance, drawn

LITTLE = [
    # failures, base, cap, ceiling, left
    (1, 1.0, 10.0, 1.0, 0.25),
    (3, 0.5, 50.0, 2.0, 1.37),
    (8, 1.0, 3.0, 3.0, 1.2),
]


def fitting(lab, failures, base, cap, left):
    return [pause for pause in drawn(lab, failures, left, 150, base=base, cap=cap) if pause is not None]


@pytest.mark.rule(4)
def test_without_a_limit_every_pause_fits(lab):
    jitter = lab.FullJitter(Random(1), base=1.0, cap=50.0)
    pauses = [pause for _ in range(30) for pause in (jitter.pause(9), jitter.pause(9, inf), jitter.pause(9, left=1e9))]
    assert None not in pauses, "The time left is infinite unless it is given: then every pause fits, and none is None."


@pytest.mark.rule(4)
def test_with_more_time_left_than_the_ceiling_every_pause_fits(lab):
    assert None not in drawn(lab, 3, 2.01, 40, base=0.5, cap=10.0), (
        "With 2.01 s left a pause of up to 2 s ends before they are over, and you returned None: compare the pause "
        "with the time left."
    )


@pytest.mark.rule(4)
def test_a_pause_that_does_not_fit_is_none(lab):
    for failures, base, cap, _, left in LITTLE:
        try:
            late = [pause for pause in fitting(lab, failures, base, cap, left) if pause > left]
        except TimeoutError as error:
            raise AssertionError(f"A pause that does not fit is None, and no error; you raised {error!r}.") from None
        assert not late, (
            f"With {left} s left you returned a pause of {late[0]:.2f} s, which does not end before they are over: "
            "return None for those."
        )


@pytest.mark.rule(4)
def test_the_time_left_is_not_rounded(lab):
    pauses = [pause for pause in drawn(lab, 3, 1.9, 150, base=0.5, cap=10.0) if pause is not None]
    assert not pauses or max(pauses) > 1.6, (
        f"With 1.9 s left pauses of up to 1.9 s end before they are over, and of yours none was longer than "
        f"{max(pauses):.2f} s: compare the pause that was drawn with the time left, and round neither."
    )


@pytest.mark.rule(4, 5)
def test_as_many_pauses_fit_as_the_whole_ceiling_gives(lab):
    for failures, base, cap, ceiling, left in LITTLE:
        share, right = len(fitting(lab, failures, base, cap, left)) / 150, left / ceiling
        told = f"Below a ceiling of {ceiling:g} s {right:.0%} of the pauses fit into {left} s"
        assert share < right + 0.2, (
            f"{told}, and you found one {share:.0%} of the time (rule 5). Draw from the whole ceiling, and only once, "
            "then see whether it fits: a shorter pause because little time is left brings all back together. "
            "Return None for those that do not fit."
        )
        assert share > right - 0.2, (
            f"{told}, and you returned a pause {share:.0%} of the time (rule 4): the pause that was drawn must end "
            "before the time left is over, not the longest that might have been."
        )


@pytest.mark.rule(5)
def test_the_pauses_that_fit_are_spread_over_all_the_time_left(lab):
    shares = [pause / case[4] for case in LITTLE for pause in fitting(lab, *case[:3], case[4])]
    far, bound = distance(shares)
    assert far < bound, (
        f"Of the pauses that fit, {sum(share > 0.75 for share in shares) / len(shares):.0%} lie in the last quarter of "
        "the time left, and it should be a quarter of them: little time left must not change what is drawn."
    )


@pytest.mark.rule(4)
def test_with_no_time_left_there_is_no_pause(lab):
    for left in (0.0, 0, -1.5):
        found = drawn(lab, 1, left, 10)
        assert found == [None] * 10, (
            f"With left={left} nothing is left, so no pause would end before the time is over: return None, "
            f"not {next(pause for pause in found if pause is not None)} s."
        )


@pytest.mark.rule(4)
def test_a_pause_as_long_as_the_time_left_does_not_fit(lab):
    for seed in range(5):
        whole = drawn(lab, 3, draws=1, seed=seed)[0]
        found = drawn(lab, 3, whole, 1, seed=seed)[0]
        assert found is None or found < whole, (
            f"With {whole} s left you returned a pause of as much, which would not end *before* the time is over: "
            "return None when they are equal."
        )


@pytest.mark.rule(4)
def test_a_pause_of_nothing_is_a_pause(lab):
    tiny = 5e-324  # the smallest float: half of the draws below it are 0.0
    assert None not in drawn(lab, 1, 1.0, 20, base=tiny, cap=tiny), (
        "A pause of 0.0 s ends before the time left is over, so return it: 0.0 is false, but it is not None."
    )
