"""Lab 12, part 2: whose time it is, and where a bucket stands."""

import pytest

from .buckets import ask, exactly, play


@pytest.mark.rule(1)
@pytest.mark.parametrize(("ahead", "begin"), [(-4.0, 3.5), (-4.0, 4.0), (-4.0, 3.0), (0.0, 0.0)])
def test_zero_is_a_time_like_any_other(lab, ahead, begin):
    """Of a clock, and of what is kept: a bucket that is full again at 0."""
    script = [ask(begin, times=5), ask(4.0, times=2), ask(4.25, times=2), ask(6.0, times=2)]
    exactly(play(lab, script, 2.0, 3, [ahead]), 2.0, 3, f"A clock that is {ahead} s ahead may say 0, as any other time.")


@pytest.mark.rule(1)
@pytest.mark.parametrize("rate", [0.5, 0.01])
def test_the_seconds_are_the_clocks(lab, rate):
    forth = 3.5 / rate
    seen = play(lab, [ask(3.7, times=4), ask(6.0, times=4)], rate, 3, [[[0.0, 0.0], [5.0, forth]]])
    assert [one.passed for one in seen.asks] == [True, True, True, False] * 2, (
        f"rate {rate}, burst 3: a client spent all he had, the clock went {forth} s forth, and eight calls returned "
        f"{seen.outcomes()}: `rate` more come in each second of the clock's, up to `burst`."
    )


@pytest.mark.rule(2)
def test_what_is_not_in_the_store_was_not_spent(lab):
    trouble = {"get": [None, None, None, None, "emptied"]}
    seen = play(lab, [ask(1.3, times=8)], 0.5, 3, trouble=trouble)
    assert [one.passed for one in seen.asks] == [True, True, True, False] * 2, (
        f"burst 3: a store was emptied before the fifth of eight calls, and they returned {seen.outcomes()}: what was "
        "spent stands in the store and nowhere else, so all have their burst again."
    )
