"""Lab 16, part 3: purges, links that begin to exist, an origin that fails, and all of it at once."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .edges import RULES, SERVICE, answers, ask, calls, created, judged, judged_all, leave, plan, purge

HOWS = ["url", "", None]


@pytest.mark.rule(3)
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("then", HOWS)
def test_a_purged_answer_is_not_given_again(lab, how, then):
    events = judged(lab, [ask(1.0), purge(2.0), ask(2.5), ask(3.0)], None, [plan((0.125, how), (0.125, then))])
    assert len(calls(events)) == 2, f"A kept answer {how!r} was purged, and the origin asked {len(calls(events))} times. {RULES[3]}"


@pytest.mark.rule(3)
@pytest.mark.parametrize("readers", [1, 3])
@pytest.mark.parametrize("seconds", [0.25, 1.0, 5.0])
@pytest.mark.parametrize("how", [*HOWS, "Lost", "ValueError"])
def test_what_was_under_way_at_a_purge_does_not_count(lab, readers, seconds, how):
    """The new call is over before the old one, or with it, or after it; and those who come later have its answer."""
    script = [*(ask(1.0 + 0.25 * n) for n in range(readers)), purge(2.0), ask(2.25), ask(4.5), ask(9.0)]
    judged(lab, script, None, [plan((2.0, how), (seconds, "url"))])


@pytest.mark.rule(3)
@pytest.mark.parametrize("how", HOWS)
def test_those_who_wait_already_get_what_was_asked_for_after_the_purge(lab, how):
    """Nobody else comes: they have the second call's answer."""
    events = judged(lab, [ask(1.0), ask(1.5), purge(2.0), ask(9.0)], None, [plan((2.0, how), (0.5, "url"))])
    assert answers(events) == ["https://1"] * 3, (
        f"Two readers waited when their code was purged, and they and a later one had {answers(events)}: all of them get the "
        f"answer of the call that was begun after the purge. {RULES[3]}"
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("purges", [[2.0, 2.5], [2.0, 3.5], [2.0, 2.125, 2.25, 4.25]])
def test_purged_again_and_again(lab, purges):
    script = [ask(1.0), ask(1.5), *(purge(time) for time in purges), *(ask(time + 0.0625) for time in purges), ask(12.0)]
    judged(lab, script, None, [plan((2.0, "url"), (2.0, "url"), (1.0, "url"))])


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", SERVICE)
def test_a_purged_answer_has_no_grace(lab, error):
    plans = [plan((0.125, "url"), (0.5, error))]
    judged(lab, [ask(1.0), purge(2.0), ask(2.5), ask(3.5)], {"ttl": 1.0}, plans)
    judged(lab, [ask(1.0), ask(3.0), purge(3.25), ask(3.375), ask(5.0)], {"ttl": 1.0}, plans)


@pytest.mark.rule(3)
def test_other_codes_do_not_notice(lab):
    script = [ask(1.0), ask(1.25, "b"), purge(1.75, "b"), purge(2.0, "c"), ask(2.25), ask(2.5, "b"), ask(2.75, "c"), purge(3.0, ""), ask(3.25)]
    judged(lab, script, None, [plan((1.0, "url")), plan((1.0, "url"), code="b")])


@pytest.mark.rule(3)
def test_a_purge_forgets_no_call_that_begins_after_it(lab):
    """The old call ends while the new one is under way; a third reader joins the new one."""
    script = [ask(1.0), purge(1.5), ask(2.0), ask(3.5), ask(4.5)]
    events = judged(lab, script, None, [plan((2.0, "url"), (2.0, "url"))])
    assert calls(events) in ([1.0, 2.0], [1.0, 1.5]), f"One purge, and the origin was asked at {calls(events)} s. {RULES[2]}"


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize("who", [0, 1])
def test_who_leaves_after_a_purge_disturbs_nobody(lab, who):
    script = [ask(1.0), ask(1.25), purge(1.5), leave(1.75, who), ask(2.0), ask(2.25), leave(2.5, 2), ask(9.0)]
    judged(lab, script, None, [plan((2.0, "url"), (2.0, "url"))])


@pytest.mark.rule(4)
@pytest.mark.parametrize("absent", [5.0, 600.0])
def test_what_was_absent_is_there_when_it_was_created(lab, absent):
    events = judged(lab, [ask(1.0), ask(1.5), created(2.0), ask(2.5), ask(3.0)], {"absent_ttl": absent}, [plan((0.125, None), (0.125, "url"))])
    assert len(calls(events)) == 2, f"A code was absent, and was created; the origin was asked {len(calls(events))} times. {RULES[4]}"


@pytest.mark.rule(4)
@pytest.mark.parametrize("readers", [1, 3])
@pytest.mark.parametrize("seconds", [0.25, 1.0, 5.0])
def test_an_absence_that_is_under_way_does_not_count(lab, readers, seconds):
    script = [*(ask(1.0 + 0.25 * n) for n in range(readers)), created(2.0), ask(2.25), ask(4.5), ask(9.0)]
    judged(lab, script, None, [plan((2.0, None), (seconds, "url"))])
    judged(lab, [ask(1.0), ask(1.5), created(2.0), ask(9.0)], None, [plan((2.0, None), (seconds, "url"))])


@pytest.mark.rule(4)
@pytest.mark.parametrize("how", ["url", ""])
def test_created_leaves_a_kept_url_as_it_is(lab, how):
    events = judged(lab, [ask(1.0), created(2.0), ask(2.5), created(30.0), ask(40.0), ask(62.0)], None, [plan((0.125, how))])
    assert len(calls(events)) == 2, f"A URL {how!r} was kept, the code created, and the origin asked {len(calls(events))} times. {RULES[4]}"


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("how", ["url", ""])
def test_created_leaves_a_kept_url_its_grace(lab, how):
    plans = [plan((0.125, how), (1.0, "Lost"), (0.5, "Lost"))]
    judged(lab, [ask(1.0), created(3.0), ask(4.0), created(4.5), ask(4.75), ask(6.0)], {"ttl": 1.0}, plans)


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", SERVICE)
@pytest.mark.parametrize(("ttl", "grace"), [(2.0, 3.0), (1.0, 0.0), (0.5, 30.0)])
@pytest.mark.parametrize("how", ["url", ""])
def test_a_kept_url_is_given_while_its_grace_lasts(lab, error, ttl, grace, how):
    """It came at 1.5 s; the errors come before, at, and after the end of its grace."""
    plans = [plan((0.5, how), (0.25, error))]
    for more in (ttl, ttl + grace / 2, ttl + grace - 0.25 - 0.125, ttl + grace - 0.25, ttl + grace):
        if more >= ttl:
            judged(lab, [ask(1.0), ask(1.5 + more), ask(1.625 + more)], {"ttl": ttl, "grace": grace}, plans)


@pytest.mark.rule(5)
def test_by_default_grace_lasts_five_minutes(lab):
    plans = [plan((0.5, "url"), (0.25, "Lost"))]
    judged(lab, [ask(1.0), ask(360.0), ask(362.0)], None, plans)


@pytest.mark.rule(5)
def test_an_old_answer_is_no_younger_for_being_given(lab):
    plans = [plan((0.5, "url"), (0.25, "Lost"))]
    events = judged(lab, [ask(1.0), *(ask(4.0 + n) for n in range(8))], {"ttl": 2.0, "grace": 5.0}, plans)
    assert len(calls(events)) == 9, (
        f"The origin failed again and again, and eight readers came one after the other: it was asked {len(calls(events)) - 1} "
        f"times. That an old answer is given makes it no younger. {RULES[5]}"
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", ["ValueError", "KeyError", "OSError", "TimeoutError"])
def test_any_other_error_goes_to_all_who_wait(lab, error):
    """Though an old answer would be there."""
    plans = [plan((0.5, "url"), (1.0, error), (0.5, "url"))]
    judged(lab, [ask(1.0), ask(4.0), ask(4.25), ask(4.25), ask(6.0)], {"ttl": 2.0}, plans)


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", [*SERVICE, "ValueError"])
def test_an_error_is_not_kept(lab, error):
    plans = [plan((0.5, error), (0.5, error), (0.5, "url"))]
    events = judged(lab, [ask(1.0), ask(1.25), ask(1.75), ask(2.5), ask(3.5)], None, plans)
    assert len(calls(events)) == 3, f"The origin failed twice, and was asked at {calls(events)} s: an error is not kept. {RULES[5]}"


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", SERVICE)
def test_an_absent_answer_has_no_grace(lab, error):
    plans = [plan((0.5, None), (0.5, error))]
    judged(lab, [ask(1.0), ask(1.75), ask(3.0), ask(4.0)], {"absent_ttl": 1.0, "grace": 30.0}, plans)
    plans = [plan((0.5, "url"), (0.5, None), (0.5, error))]
    judged(lab, [ask(1.0), ask(3.0), ask(6.0)], {"ttl": 1.0, "absent_ttl": 1.0, "grace": 30.0}, plans)


def story(seed):
    """Readers who come and go, purges, and an origin that answers late, differently, or not."""
    rng, codes = Random(seed), "ab" if seed % 2 else "abcd"
    hows = ["url"] * 5 + ["", None, None, "Lost", "Unavailable", "ValueError"]
    plans = [plan(*((rng.choice([0.0, 0.13, 0.9, 2.3]), rng.choice(hows)) for _ in range(30)), code=code) for code in codes]
    options = {"ttl": rng.choice([0.7, 2.1, 8.0]), "absent_ttl": rng.choice([0.3, 1.7]), "grace": rng.choice([0.0, 3.1])}
    options["most"] = rng.choice([1, 2, 1000]) if seed % 3 == 0 else 1000
    script, time, readers = [], 0.0, 0
    for _ in range(70):
        time += rng.choice([0.05, 0.3, 1.1]) * rng.uniform(0.5, 1.5)
        verb = rng.choice(["ask"] * 8 + (["purge", "created"] if seed % 3 else []))
        asked = [rng.choice(codes) for _ in range(rng.choice([1, 1, 2]))] if verb == "ask" else [rng.choice(codes)]
        script.append([time, verb, *asked])
        readers += verb == "ask"
    return script, options, plans


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@pytest.mark.parametrize("seed", range(5))
def test_any_story_goes_as_the_rules_say(lab, seed):
    judged_all(lab, [story(30 * seed + number) for number in range(20)])


@pytest.mark.rule(2, 3, 4, 5)
@schedules("3.purges", targets=["a", "b"], verbs=["ask", "purge", "create", "fail", "hide"], until=40, most=8, examples=40)
def test_whatever_is_purged_meanwhile(lab, story):
    """Calls take 0.9 or 2.3 s; `fail` and `hide` say what the next ones come to."""
    script, plans = [], {"a": [], "b": []}
    for event in story.events:
        at = event.time / 4 + 1
        if event.verb in ("fail", "hide"):
            plans[event.target] += [(2.3, "Lost" if event.verb == "fail" else None), (0.9, "url")]
        else:
            script.append([at, {"create": "created"}.get(event.verb, event.verb), event.target])
    told = [plan(*(several + [(2.3, "url"), (0.9, "url")]), code=code) for code, several in plans.items()]
    script = [ask(0.75), ask(0.75, "b"), *script, ask(12.1), ask(12.1, "b"), ask(16.3), ask(16.3, "b")]
    story.lines += [f"{row[0]:8.3f} s  {row[1]} {row[2]!r}" for row in script]
    judged(lab, script, {"ttl": 2.1, "absent_ttl": 1.7, "grace": 4.0}, told, story.seed)
