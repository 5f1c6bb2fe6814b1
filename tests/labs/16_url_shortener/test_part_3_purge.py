"""Lab 16, part 3: purges, links that begin to exist, and an origin that fails."""

import pytest

from .edges import RULES, SERVICE, answers, ask, calls, created, judged, leave, plan, purge

HOWS = ["url", "", None]


@pytest.mark.rule(3)
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("then", HOWS)
def test_a_purged_answer_is_not_given_again(lab, how, then):
    events = judged(lab, 3, [ask(1.0), purge(2.0), ask(2.5), ask(3.0)], None, [plan((0.125, how), (0.125, then))])
    assert len(calls(events)) == 2, (
        f"A kept answer {how!r} was purged, and the origin asked {len(calls(events))} times. {RULES[3]}"
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("readers", [1, 3])
@pytest.mark.parametrize("seconds", [0.25, 1.0, 5.0])
@pytest.mark.parametrize("how", [*HOWS, "Lost", "ValueError"])
def test_what_was_under_way_at_a_purge_does_not_count(lab, readers, seconds, how):
    """The new call is over before the old one, or with it, or after it; and those who come later have its answer."""
    script = [*(ask(1.0 + 0.25 * n) for n in range(readers)), purge(2.0), ask(2.25), ask(4.5), ask(9.0)]
    judged(lab, 3, script, None, [plan((2.0, how), (seconds, "url"))])


@pytest.mark.rule(3)
@pytest.mark.parametrize("how", HOWS)
def test_those_who_wait_already_get_what_was_asked_for_after_the_purge(lab, how):
    """Nobody else comes: they have the second call's answer."""
    events = judged(lab, 3, [ask(1.0), ask(1.5), purge(2.0), ask(9.0)], None, [plan((2.0, how), (0.5, "url"))])
    assert answers(events) == ["https://1"] * 3, (
        f"Two readers waited when their code was purged, and they and a later one had {answers(events)}: all of them "
        f"get the answer of the call that was begun after the purge. {RULES[3]}"
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("purges", [[2.0, 2.5], [2.0, 3.5], [2.0, 2.125, 2.25, 4.25]])
def test_purged_again_and_again(lab, purges):
    script = [
        ask(1.0),
        ask(1.5),
        *(purge(time) for time in purges),
        *(ask(time + 0.0625) for time in purges),
        ask(12.0),
    ]
    judged(lab, 3, script, None, [plan((2.0, "url"), (2.0, "url"), (1.0, "url"))])


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", SERVICE)
def test_a_purged_answer_has_no_grace(lab, error):
    plans = [plan((0.125, "url"), (0.5, error))]
    judged(lab, 3, [ask(1.0), purge(2.0), ask(2.5), ask(3.5)], {"ttl": 1.0}, plans)
    judged(lab, 3, [ask(1.0), ask(3.0), purge(3.25), ask(3.375), ask(5.0)], {"ttl": 1.0}, plans)


@pytest.mark.rule(3)
def test_an_empty_code_is_purged_like_any_other(lab):
    script = [ask(1.0, ""), purge(2.0, ""), ask(2.5, ""), ask(5.0, ""), ask(5.25, "b"), purge(5.5, ""), ask(9.0, "")]
    judged(lab, 3, script, None, [plan((0.125, "url"), (1.0, "url"), code="")])


@pytest.mark.rule(3)
def test_other_codes_do_not_notice(lab):
    script = [
        ask(1.0),
        ask(1.25, "b"),
        purge(1.75, "b"),
        purge(2.0, "c"),
        ask(2.25),
        ask(2.5, "b"),
        ask(2.75, "c"),
        purge(3.0, ""),
        ask(3.25),
    ]
    judged(lab, 3, script, None, [plan((1.0, "url")), plan((1.0, "url"), code="b")])


@pytest.mark.rule(3)
def test_a_purge_forgets_no_call_that_begins_after_it(lab):
    """The old call ends while the new one is under way; a third reader joins the new one."""
    script = [ask(1.0), purge(1.5), ask(2.0), ask(3.5), ask(4.5)]
    events = judged(lab, 3, script, None, [plan((2.0, "url"), (2.0, "url"))])
    assert calls(events) in ([1.0, 2.0], [1.0, 1.5]), (
        f"One purge, and the origin was asked at {calls(events)} s. {RULES[2]}"
    )


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize("who", [0, 1])
def test_who_leaves_after_a_purge_disturbs_nobody(lab, who):
    script = [ask(1.0), ask(1.25), purge(1.5), leave(1.75, who), ask(2.0), ask(2.25), leave(2.5, 2), ask(9.0)]
    judged(lab, None, script, None, [plan((2.0, "url"), (2.0, "url"))])


@pytest.mark.rule(4)
@pytest.mark.parametrize("absent", [5.0, 600.0])
def test_what_was_absent_is_there_when_it_was_created(lab, absent):
    events = judged(
        lab,
        4,
        [ask(1.0), ask(1.5), created(2.0), ask(2.5), ask(3.0)],
        {"absent_ttl": absent},
        [plan((0.125, None), (0.125, "url"))],
    )
    assert len(calls(events)) == 2, (
        f"A code was absent, and was created; the origin was asked {len(calls(events))} times. {RULES[4]}"
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("readers", [1, 3])
@pytest.mark.parametrize("seconds", [0.25, 1.0, 5.0])
def test_an_absence_that_is_under_way_does_not_count(lab, readers, seconds):
    script = [*(ask(1.0 + 0.25 * n) for n in range(readers)), created(2.0), ask(2.25), ask(4.5), ask(9.0)]
    judged(lab, 4, script, None, [plan((2.0, None), (seconds, "url"))])
    judged(lab, 4, [ask(1.0), ask(1.5), created(2.0), ask(9.0)], None, [plan((2.0, None), (seconds, "url"))])


@pytest.mark.rule(4)
@pytest.mark.parametrize("how", ["url", ""])
def test_created_leaves_a_kept_url_as_it_is(lab, how):
    events = judged(
        lab, 4, [ask(1.0), created(2.0), ask(2.5), created(30.0), ask(40.0), ask(62.0)], None, [plan((0.125, how))]
    )
    assert len(calls(events)) == 2, (
        f"A URL {how!r} was kept, the code created, and the origin asked {len(calls(events))} times. {RULES[4]}"
    )


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("how", ["url", ""])
def test_created_leaves_a_kept_url_its_grace(lab, how):
    plans = [plan((0.125, how), (1.0, "Lost"), (0.5, "Lost"))]
    judged(lab, 4, [ask(1.0), created(3.0), ask(4.0), created(4.5), ask(4.75), ask(6.0)], {"ttl": 1.0}, plans)
