"""Lab 16, part 3: what is kept, and for how long; and one call for all who wait."""

import pytest

from .edges import BESIDE, RULES, answers, ask, calls, judged, leave, plan

TIMES = [(60.0, 5.0), (2.0, 1.0), (0.5, 8.0), (1000.0, 0.25), (3.0, 3.0)]


@pytest.mark.rule(1)
@pytest.mark.parametrize(("ttl", "absent"), TIMES)
@pytest.mark.parametrize("how", ["url", "", None])
def test_an_answer_is_kept_for_its_time(lab, ttl, absent, how):
    """It comes at 1.5 s, and is asked for before, at, and after the end of its time."""
    options, plans = {"ttl": ttl, "absent_ttl": absent}, [plan((0.5, how))]
    span = absent if how is None else ttl
    for more, due in ((span * 0.5, 1), (span - 0.125, 1), (span, 2), (span + 0.125, 2)):
        events = judged(lab, 1, [ask(1.0), ask(1.5 + more)], options, plans)
        assert len(calls(events)) == due, (
            f"ttl {ttl}, absent_ttl {absent}: an answer {how!r} came, and {more} s later somebody asked: the origin "
            f"was asked {len(calls(events))} times in all, and {due} are due. {RULES[1]}"
        )


@pytest.mark.rule(1)
@pytest.mark.parametrize("how", ["url", None])
def test_the_defaults(lab, how):
    span = 5.0 if how is None else 60.0
    for more, due in ((span - 0.5, 1), (span + 0.5, 2)):
        events = judged(lab, 1, [ask(1.0), ask(1.5 + more)], None, [plan((0.5, how))])
        assert len(calls(events)) == due, (
            f"With the defaults an answer {how!r} is kept for {span} s; {more} s after it had come, the origin was "
            f"asked {len(calls(events))} times in all, and {due} are due. {RULES[1]}"
        )


@pytest.mark.rule(1)
@pytest.mark.parametrize("zero", ["ttl", "absent_ttl"])
def test_with_no_time_nothing_is_kept(lab, zero):
    how = "url" if zero == "ttl" else None
    events = judged(lab, 1, [ask(1.0), ask(1.5), ask(2.0)], {zero: 0.0}, [plan((0.125, how))])
    assert len(calls(events)) == 3, (
        f"{zero} 0: three readers came one after the other, and the origin was asked {len(calls(events))} times. "
        f"{RULES[1]}"
    )


@pytest.mark.rule(1)
def test_each_answer_has_its_own_time(lab):
    """The second answer is None, the third a URL again: each is as young as its own coming."""
    plans = [plan((0.125, "url"), (0.125, None), (0.125, ""), (0.125, None), (0.125, "url"))]
    judged(lab, 1, [ask(1.0 + 0.375 * n) for n in range(60)], {"ttl": 3.0, "absent_ttl": 1.0}, plans)


@pytest.mark.rule(1)
def test_reading_makes_nothing_younger(lab):
    events = judged(lab, 1, [ask(1.0 + 0.5 * n) for n in range(20)], {"ttl": 2.0}, [plan((0.125, "url"))])
    assert len(calls(events)) == 4, (
        f"ttl 2: somebody asked every half second for 10 s, and the origin {len(calls(events))} times. {RULES[1]}"
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    "codes", [["a", "A", "", " ", "a ", "None", "0"], ["aaaaaaa", "aaaaaab", "baaaaaa"], ["é", "e"]]
)
def test_codes_are_told_apart(lab, codes):
    events = judged(lab, 1, [ask(1.0 + 0.25 * n, code) for n, code in enumerate(codes * 2)])
    assert all(len(calls(events, code)) == 1 for code in codes), (
        f"The codes {codes} were asked for twice each: {RULES[1]}"
    )
    assert answers(events)[: len(codes)] == answers(events)[len(codes) :], (
        f"The codes {codes} were asked for twice each, and what came the second time differs. {RULES[1]}"
    )


@pytest.mark.rule(1, 2)
def test_two_edges_keep_each_their_own(lab):
    for ttl in (2.0, 9.0):
        events = judged(lab, 1, [ask(1.0), ask(4.0)], {"ttl": ttl})
        assert len(calls(events)) == (2 if ttl == 2.0 else 1), (
            f"ttl {ttl}: one edge's answers are no other's. {RULES[1]}"
        )


@pytest.mark.rule(2, 5)
@pytest.mark.parametrize("how", ["url", "", None, "Unavailable", "ValueError"])
@pytest.mark.parametrize("readers", [2, 5])
def test_all_who_ask_meanwhile_wait_for_one_call(lab, how, readers):
    script = [ask(1.0 + 0.25 * n) for n in range(readers)] + [ask(1.0), ask(1.0)]
    rule = 2 if how in ("url", "", None) else 5
    events = judged(lab, rule, script, None, [plan((3.0, how), (0.125, "url"))])
    assert len(calls(events)) == 1, (
        f"{readers + 2} readers asked while one call was under way, which came to {how!r}, and the origin was asked "
        f"{len(calls(events))} times. {RULES[2]}"
    )


@pytest.mark.rule(2)
def test_nobody_waits_for_another_code(lab):
    plans = [
        plan((5.0, "url")),
        plan((0.25, "url"), code="b"),
        plan((5.0, "Lost"), code="c"),
        plan((0.0, "url"), code="d"),
    ]
    script = [ask(1.0), ask(1.0, "c"), ask(1.25, "b"), ask(1.5, "d"), ask(2.0, "b"), ask(2.5, "a"), ask(2.75, "e")]
    judged(lab, 2, script, None, plans)


@pytest.mark.rule(2)
@pytest.mark.parametrize("how", ["url", None, "Unavailable", "KeyError"])
@pytest.mark.parametrize("who", [[0], [1], [0, 1], [0, 2], [2]])
def test_who_leaves_disturbs_nobody(lab, how, who):
    script = [
        ask(1.0),
        ask(1.25),
        ask(1.5),
        ask(1.5),
        *(leave(2.0 + 0.25 * n, one) for n, one in enumerate(who)),
        ask(2.75),
        ask(9.0),
    ]
    events = judged(lab, 2, script, None, [plan((3.0, how), (0.125, "url"))])
    assert len(calls(events)) <= 2, (
        f"Of four readers {who} left, and the origin was asked at {calls(events)} s. {RULES[2]}"
    )


@pytest.mark.rule(1)
def test_an_answer_is_kept_though_all_have_left(lab):
    """Where the call was not given up with them."""
    judged(lab, 1, [ask(1.0), leave(1.5, 0), ask(4.0), ask(5.0)], None, [plan((2.0, "url"), (0.125, "url"))])


@pytest.mark.rule(2)
def test_when_all_have_left_the_next_one_is_served(lab):
    for more in (0.5, 1.5, 4.0):
        script = [ask(1.0), ask(1.25), leave(1.5, 0), leave(1.75, 1), ask(1.75 + more)]
        events = lab.bring(BESIDE).play(script, {}, [plan((3.0, "url"), (0.125, "url"))])
        assert str(answers(events)[-1]).startswith("https://"), (
            f"All readers of a code had left, and {more} s later one more had {answers(events)[-1]!r}: he gets the "
            f"answer. {RULES[2]}"
        )


@pytest.mark.rule(1, 2, 5)
@pytest.mark.parametrize("how", ["url", None, "Unavailable", "ValueError"])
def test_who_asks_again_at_once_has_the_answer_that_came(lab, how):
    """In the step in which the first answer came it is kept, and after an error there is none."""
    judged(
        lab,
        1 if how in ("url", None) else 5,
        [ask(1.0, "a", "a", "a"), ask(1.25, "a", "a")],
        None,
        [plan((1.0, how), (0.5, "url"))],
    )


@pytest.mark.rule(2)
def test_an_origin_that_answers_at_once(lab):
    judged(
        lab,
        2,
        [ask(1.0, "a", "a"), ask(1.0, "b"), ask(2.0, "a")],
        {"ttl": 0.5},
        [plan((0.0, "url")), plan((0.0, None), code="b")],
    )
