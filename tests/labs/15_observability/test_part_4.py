"""Lab 15, part 4: what is counted, and how fast the budget is spent."""

import pytest

from .burning import ALARMS, NAMES, ask, differs, due, longest, note, said, width, windows

each = pytest.mark.parametrize("given", ALARMS, ids=NAMES)


@pytest.mark.rule(1)
@each
def test_two_alarms_count_each_what_they_were_told(lab, given):
    script, others = [note(0.1, 5, 1), ask(0.4, windows(given)[-1])], [note(0.2, 1, 7, 1), note(0.3, 0, 9, 1)]
    alone, beside = said(lab, script, given), said(lab, [*script, *others], given, given)
    assert alone == beside, (
        f"An alarm was told of 5 good events and a bad one, and says {alone[0]}; another one, made with the same "
        f"numbers, was told so while a third was told of 1 and 16, and says {beside[0]}: each `Burn` counts what it "
        "was told itself."
    )


@pytest.mark.rule(1, 2, 3)
@each
@pytest.mark.parametrize(("good", "bad"), [(3, 1), (999, 1), (0, 4), (7, 0), (1, 10**15)])
def test_it_is_the_share_of_bad_ones_over_the_share_that_is_allowed(lab, given, good, bad):
    for seconds in windows(given):
        script = [note(0.1, good, bad), ask(0.2, seconds)]
        wrong = differs(said(lab, script, given), due(script, given))
        assert wrong is None, (
            f"With an objective of {given['objective']:g}, {good} good and {bad} bad events were noted, and {wrong}: "
            "it is the share of bad events among all in the window, divided by the share that may be bad, "
            "`1 - objective`."
        )


@pytest.mark.rule(3)
@pytest.mark.parametrize("objective", [0.9, 0.99, 0.9999, 0.99999, 0.5, 0.75])
def test_the_budget_is_what_the_objective_leaves(lab, objective):
    given = {"objective": objective}
    script = [note(1.0, 970, 30), ask(2.0, 300)]
    wrong = differs(said(lab, script, given), due(script, given))
    assert wrong is None, (
        f"With an objective of {objective}, 970 good and 30 bad events were noted, and {wrong}: the share of bad ones, "
        "divided by the share that may be bad, `1 - objective`."
    )


@pytest.mark.rule(2, 3)
@each
@pytest.mark.parametrize("before", [[], [note(0.1, 0, 0)], [note(0.1, 3, 5)]], ids=["new", "of none", "long ago"])
def test_without_events_nothing_is_spent(lab, given, before):
    time = 3.3 * longest(given)
    found = said(lab, [*before, *(ask(time, seconds) for seconds in windows(given))], given)
    assert all(answer == 0 and answer is not None for answer in found), (
        f"No events are in the windows of {windows(given)} s, and `spent` says {found}: what is too old is gone, "
        "and where the window holds no events it is 0."
    )


@pytest.mark.rule(1, 3)
@each
def test_events_are_added_up_before_they_are_divided(lab, given):
    wide = width(given)
    script = [note(3.1 * wide, 1_000, 0), note(4.1 * wide, 1, 1), note(4.2 * wide, 0, 3), ask(5.3 * wide, 60 * wide)]
    wrong = differs(said(lab, script, given), due(script, given))
    assert wrong is None, (
        f"1,000 good events were noted in one bucket, one good and 4 bad in the next, and {wrong}: it is the share of "
        "bad events among all that are in the window, and no mean of shares."
    )


@pytest.mark.rule(1)
@each
def test_many_at_one_moment_count_each(lab, given):
    script = [*(note(2.3, n % 7, n % 3) for n in range(1_000)), ask(2.3, windows(given)[0])]
    wrong = differs(said(lab, script, given), due(script, given))
    assert wrong is None, (
        f"At one moment events were noted 1,000 times, and {wrong}: each note counts so many good and bad events."
    )


@pytest.mark.rule(5)
@each
@pytest.mark.parametrize("moment", [40, 199])
def test_asking_changes_nothing(lab, given, moment):
    wide, script = width(given), []
    several = windows(given)
    for number in range(moment + 1):
        time = number * 0.37 * wide
        script += [note(time, number % 5, number % 2, which) for which in range(len(several) + 1)]
        script += [ask(time + 0.01 * wide, seconds) for seconds in (*several, *several[::-1])]
    script += [ask(time + 0.01 * wide, seconds, which + 1) for which, seconds in enumerate(several)]
    found = said(lab, script, *[given] * (len(several) + 1))
    often, once = found[-3 * len(several) : -2 * len(several)], found[-len(several) :]
    assert often == once, (
        f"Some alarms were told the same. One that was asked for all of its windows twice after each note says {often} "
        f"at last, those that are asked for the first time {once}: asking changes nothing, whichever window is asked "
        "for, and however often."
    )


@pytest.mark.rule(5)
@each
def test_what_is_noted_after_a_question_counts_at_once(lab, given):
    several, script = windows(given), []
    for good, bad in [(50, 0), (0, 47), (3, 1), (900, 0)]:
        script += [note(1.3, good, bad), *(ask(1.3, seconds) for seconds in several)]
    wrong = differs(said(lab, script, given), due(script, given))
    assert wrong is None, (
        f"Of one moment an alarm was told four times, and asked after each, and {wrong} in the end: asking changes "
        "nothing, and what is noted after it counts at once."
    )
