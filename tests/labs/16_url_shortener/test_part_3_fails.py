"""Lab 16, part 3: an origin that fails, and an old answer for a while."""

import pytest

from .edges import RULES, SERVICE, ask, calls, judged, plan


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", SERVICE)
@pytest.mark.parametrize(("ttl", "grace"), [(2.0, 3.0), (1.0, 0.0), (0.5, 30.0)])
@pytest.mark.parametrize("how", ["url", ""])
def test_a_kept_url_is_given_while_its_grace_lasts(lab, error, ttl, grace, how):
    """It came at 1.5 s; the errors come before, at, and after the end of its grace."""
    plans = [plan((0.5, how), (0.25, error))]
    for more in (ttl, ttl + grace / 2, ttl + grace - 0.25 - 0.125, ttl + grace - 0.25, ttl + grace):
        if more >= ttl:
            judged(lab, 5, [ask(1.0), ask(1.5 + more), ask(1.625 + more)], {"ttl": ttl, "grace": grace}, plans)


@pytest.mark.rule(5)
def test_by_default_grace_lasts_five_minutes(lab):
    plans = [plan((0.5, "url"), (0.25, "Lost"))]
    judged(lab, 5, [ask(1.0), ask(360.0), ask(362.0)], None, plans)


@pytest.mark.rule(5)
def test_an_old_answer_is_no_younger_for_being_given(lab):
    plans = [plan((0.5, "url"), (0.25, "Lost"))]
    events = judged(lab, 5, [ask(1.0), *(ask(4.0 + n) for n in range(8))], {"ttl": 2.0, "grace": 5.0}, plans)
    assert len(calls(events)) == 9, (
        "The origin failed again and again, and eight readers came one after the other: it was asked "
        f"{len(calls(events)) - 1} times. That an old answer is given makes it no younger. {RULES[5]}"
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", ["ValueError", "KeyError", "OSError", "TimeoutError"])
def test_any_other_error_goes_to_all_who_wait(lab, error):
    """Though an old answer would be there."""
    plans = [plan((0.5, "url"), (1.0, error), (0.5, "url"))]
    judged(lab, 5, [ask(1.0), ask(4.0), ask(4.25), ask(4.25), ask(6.0)], {"ttl": 2.0}, plans)


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", [*SERVICE, "ValueError"])
def test_an_error_is_not_kept(lab, error):
    plans = [plan((0.5, error), (0.5, error), (0.5, "url"))]
    events = judged(lab, 5, [ask(1.0), ask(1.25), ask(1.75), ask(2.5), ask(3.5)], None, plans)
    assert len(calls(events)) == 3, (
        f"The origin failed twice, and was asked at {calls(events)} s: an error is not kept. {RULES[5]}"
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", SERVICE)
def test_an_absent_answer_has_no_grace(lab, error):
    plans = [plan((0.5, None), (0.5, error))]
    judged(lab, 5, [ask(1.0), ask(1.75), ask(3.0), ask(4.0)], {"absent_ttl": 1.0, "grace": 30.0}, plans)
    plans = [plan((0.5, "url"), (0.5, None), (0.5, error))]
    judged(lab, 5, [ask(1.0), ask(3.0), ask(6.0)], {"ttl": 1.0, "absent_ttl": 1.0, "grace": 30.0}, plans)


@pytest.mark.rule(5)
def test_the_default_grace_is_five_minutes(lab):
    judged(lab, 5, [ask(1.0), ask(360.5), ask(361.5)], None, [plan((0.125, "url"), (0.125, "Lost"))])
