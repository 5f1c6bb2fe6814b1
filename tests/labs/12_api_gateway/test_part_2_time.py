"""Lab 12, part 2: whose time it is, and where a bucket stands."""

import pytest

from .buckets import ask, bounded, exactly, play


@pytest.mark.rule(1)
@pytest.mark.parametrize(("ahead", "begin"), [(-4.0, 3.5), (-4.0, 4.0), (-4.0, 3.0), (-4.0, 2.5), (0.0, 0.0)])
def test_zero_is_a_time_like_any_other(lab, ahead, begin):
    """Of a clock, and of what is kept: a bucket that is full again at 0."""
    script = [ask(begin, times=5), *(ask(begin + later, times=2) for later in (0.25, 0.5, 0.75, 2.5))]
    exactly(play(lab, script, 2.0, 3, [ahead]), 2.0, 3, "A clock may say 0, which is a time like any other.")


@pytest.mark.rule(1)
@pytest.mark.parametrize("rate", [0.5, 0.01])
def test_the_seconds_are_the_clocks(lab, rate):
    forth = 3.5 / rate
    seen = play(lab, [ask(3.7, times=4), ask(6.0, times=4)], rate, 3, [[[0.0, 0.0], [5.0, forth]]])
    assert [one.passed for one in seen.asks] == [True, True, True, False] * 2, (
        f"rate {rate}, burst 3: a client spent all he had, the clock went {forth} s forth, and eight calls returned "
        f"{seen.outcomes()}: `rate` more come in each second of the clock's, up to `burst`."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize(("rate", "burst"), [(2.0, 1), (0.5, 4)])
@pytest.mark.parametrize("apart", [30.0, -30.0])
def test_clocks_that_differ_much_mint_nothing_either(lab, apart, rate, burst):
    script = [ask(1.3 + place * 0.05, gateway=place % 2, times=2) for place in range(160)]
    seen = play(lab, script, rate, burst, [0.0, apart])
    bounded(seen.passed(), rate, burst, abs(apart), "A clock that is behind another's mints nothing.")


@pytest.mark.rule(4)
@pytest.mark.parametrize(("rate", "burst"), [(2.0, 3), (0.3, 1), (20.0, 20)])
@pytest.mark.parametrize("apart", [0.0, -7.5])
def test_a_refusal_writes_nothing_whosever_clock_it_is(lab, rate, burst, apart):
    """With half a token and more, and by a clock that is behind."""
    script = [ask(3.7, times=burst), *(ask(3.7 + part / rate, gateway=1) for part in (0.1, 0.55, 0.85, 0.95, 0.995))]
    seen = play(lab, script, rate, burst, [0.0, apart])
    writes = [row for row in seen.log if row.verb == "put_if" and row.gateway == 1]
    assert not writes, (
        f"rate {rate}, burst {burst}: a client had spent all he had, and asked another gateway, whose clock was "
        f"{apart} s ahead, before a token had come: it wrote {len(writes)} times. Where there is no whole token, "
        "nothing is written."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("failures", [5, 130])
def test_a_store_that_fails_for_long_is_asked_each_time(lab, failures):
    seen = play(lab, [ask(1.3, times=failures + 4)], 0.5, 3, trouble={"get": ["Lost"] * failures})
    assert seen.blind == {0: failures}, (
        f"A store failed {failures} times in turn, and `blind` is {seen.blind[0]}: whenever it raises a ServiceError, "
        "the request passes, and `blind` goes up by one."
    )
    assert [one.passed for one in seen.asks] == [True] * (failures + 3) + [False], (
        f"burst 3: a store failed {failures} times in turn and no more, and the last five calls returned "
        f"{seen.outcomes()[-5:]}: whenever it fails the request passes, and it is asked again for the next one."
    )


@pytest.mark.rule(2)
def test_what_is_not_in_the_store_was_not_spent(lab):
    trouble = {"get": [None, None, None, None, "emptied"]}
    seen = play(lab, [ask(1.3, times=8)], 0.5, 3, trouble=trouble)
    assert [one.passed for one in seen.asks] == [True, True, True, False] * 2, (
        f"burst 3: a store was emptied before the fifth of eight calls, and they returned {seen.outcomes()}: what was "
        "spent stands in the store and nowhere else, so all have their burst again."
    )
