"""Lab 15, part 4: when it fires, and when it stops."""

import pytest

from .burning import ALARMS, DEFAULTS, NAMES, RULE, Noted, ask, differs, due, firing, longest, note, pairs, said


def judge(lab, script, given, what, why=RULE):
    wrong = differs(said(lab, script, given), due(script, given))
    assert wrong is None, f"{what}; {wrong}: {why}."


def steady(start, end, good, bad, apart):
    return [note(start + n * apart, good, bad) for n in range(round((end - start) / apart))]


@pytest.mark.rule(4)
def test_it_fires_when_both_windows_burn_and_else_it_does_not(lab):
    given = {"objective": 0.9, "pairs": [[2, 600, 60]]}
    found = said(lab, [firing(0.1), note(0.5, 9, 1), firing(0.6), note(0.7, 0, 9), firing(0.8)], given)
    assert found == [False, False, True], (
        f"An alarm with an objective of 0.9 and one pair, of rate 2, was asked when there was nothing, when one of 10 "
        f"events was bad, and when 10 of 19 were: `firing()` was {found}, not False, False and True: "
        f"{RULE}."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("again", [False, True])
def test_a_total_outage_is_noticed_within_a_minute(lab, again):
    start = 40_000.0 if again else 22_000.0
    script = steady(0.5, 300.5, 0, 100, 1.0) if again else []
    script += [*steady(400.5, start, 6_000, 0, 60.0), *steady(start + 0.5, start + 120, 0, 100, 1.0)]
    script += [firing(start + after) for after in (-100.2, 10.2, 38.2, 48.2, 50.2, 53.2, 54.7, 60.2, 119.2)]
    what = f"After {'one outage that is long over, and ' if again else ''}six hours of good traffic nothing answers"
    judge(lab, script, DEFAULTS, what, f"{RULE}: 14.4 times 0.1 % of an hour are 51.8 s")


@pytest.mark.rule(4)
def test_it_stops_soon_after_the_outage(lab):
    given = {"objective": 0.999, "pairs": [[14.4, 3600, 300]]}
    script = steady(0.5, 3600.0, 500, 0, 5.0) + steady(3600.5, 3900.0, 0, 100, 1.0) + steady(3900.5, 4500, 500, 0, 5.0)
    script += [firing(3900 + after) for after in (-1.7, 60.2, 250.2, 288.2, 301.2, 400.2, 590.2)]
    judge(lab, script, given, "An outage of five minutes is over", f"{RULE}, and the short one soon has it no more")


@pytest.mark.rule(4)
def test_a_hiccup_wakes_nobody(lab):
    script = steady(0.5, 3600.0, 500, 0, 5.0) + steady(3600.5, 3630.0, 0, 100, 1.0) + steady(3630.5, 4000, 500, 0, 5.0)
    script += [firing(3600 + after) for after in (20.2, 29.2, 35.2, 60.2, 290.2, 390.2)]
    judge(lab, script, DEFAULTS, "An outage of half a minute came and went", f"{RULE}; here only the short one does")


@pytest.mark.rule(4)
@pytest.mark.parametrize("turn", [False, True])
@pytest.mark.parametrize("which", [0, 1])
def test_any_of_the_pairs_is_enough(lab, which, turn):
    both = [[14.4, 3600, 300], [6, 21600, 1800]]
    bad = [80, 9][which]
    script = steady(10.0, 21_600.0, 5_000, 0, 100.0) + steady(21_610.0, 36_000.0, 1_000 - bad, bad, 20.0)
    script += [firing(21_600 + after) for after in (303.0, 909.0, 1_509.0, 5_003.0, 14_003.0)]
    given = {"objective": 0.999, "pairs": both[::-1] if turn else both}
    what = f"With the pairs {given['pairs']} {bad / 10:g} % of all fail since 21,600 s"
    judge(lab, script, given, what)


EDGES = {  # a thousand bad ones decide as long as they are in this window; what was noted so many seconds later
    3_600: [(1_900, 10_000, 0), (3_590, 0, 10)],
    21_600: [(19_100, 10_000, 0), (21_590, 0, 10)],
    1_800: [(1_790, 100, 0)],
}


@pytest.mark.rule(4)
@pytest.mark.parametrize("seconds", EDGES)
def test_the_windows_are_those_of_the_pairs(lab, seconds):
    begun = 10_000.0
    script = [note(begun + 0.25, 0, 1_000), *(note(begun + after, *counts) for after, *counts in EDGES[seconds])]
    script += [firing(begun + seconds - 0.5), firing(begun + seconds + 0.5)]
    what = f"With the pairs by default a thousand bad events were noted as a bucket began, {seconds:,} s ago"
    judge(lab, script, DEFAULTS, what)


@pytest.mark.rule(4)
def test_two_halves_of_two_pairs_are_no_pair(lab):
    given = {"objective": 0.9, "pairs": [[1.5, 1000, 60], [6, 3000, 300]]}
    script = steady(1.0, 2000.0, 100, 0, 10.0) + steady(2000.0, 2240.0, 0, 300, 5.0) + steady(2241.0, 2400, 100, 0, 5.0)
    script += [firing(time) for time in (1_999.2, 2_302.3, 2_310.3, 2_330.3, 2_399.2)]  # the long one and the other's
    judge(lab, script, given, f"Of the pairs {given['pairs']} now one window burns and now another")


EQUAL = {"both": [(8, 8), (2, 2)], "the long one": [(9, 7), (0, 2)], "the short one": [(0, 8), (2, 2)]}


@pytest.mark.rule(4)
@pytest.mark.parametrize("more", [(0, 0), (0, 1), (1, 0)], ids=["just as fast", "faster", "slower"])
@pytest.mark.parametrize("where", EQUAL)
def test_just_as_fast_as_its_rate_is_not_faster(lab, where, more):
    given = {"objective": 0.75, "pairs": [[2, 600, 60]]}  # floats hold 2 times a quarter exactly
    script = [note(time, *counts) for time, counts in zip((1.0, 100.5, 100.5), (*EQUAL[where], more), strict=True)]
    (found,) = said(lab, [*script, firing(101.2)], given)
    right = Noted(given)
    for row in script:
        right.note(row[0], *row[3:])
    burns = [right.spent(101.2, seconds) for seconds in (600, 60)]
    assert found is (min(burns) > 2), (
        f"With a rate of 2 the budget is spent {burns[0]:g} times as fast as earned in the long window, and "
        f"{burns[1]:g} times in the short one, and `firing()` is {found}: it must be spent faster than the rate, and "
        "not just as fast, in both."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("rate", [4, 4.5, 14.4])
def test_a_rate_that_nothing_can_surpass_never_fires(lab, rate):
    given = {"objective": 0.75, "pairs": [[rate, 600, 60]]}
    found = said(lab, [note(1.0, 0, 8), firing(1.5)], given)
    assert found == [False], (
        f"With an objective of 0.75 and a rate of {rate} all events were bad, which spends the budget 4 times as fast "
        f"as it is earned, and `firing()` is {found[0]}: it must be spent faster than its rate, not just as fast."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("given", ALARMS, ids=NAMES)
def test_without_traffic_nothing_fires(lab, given):
    end = longest(given)
    script = [firing(0.1), note(0.2, 0, 0), firing(0.3), note(0.4, 0, 50), firing(0.5)]
    script += [firing(min(short for _, _, short in pairs(given)) * 0.9), firing(end * 1.3), note(end * 1.4, 0, 0)]
    script += [firing(end * 1.5)]
    judge(lab, script, given, "Nothing was noted, then 50 bad events, then nothing for long", RULE)


@pytest.mark.rule(4)
@pytest.mark.parametrize("objective", [0.9, 0.99, 0.9999])
@pytest.mark.parametrize("rate", [1, 3.3, 9])
def test_the_rate_is_of_the_budget(lab, objective, rate):
    given = {"objective": objective, "pairs": [[rate, 500, 50]]}
    allowed = round(1_000_000 * (1 - objective) * rate)
    script = [note(1.0, 1_000_000, 0), firing(1.1)]
    for number, bad in enumerate([0.5, 0.98, 1.02, 1.9]):
        time = 600.0 * (number + 1)
        script += [note(time, 1_000_000 - round(allowed * bad), round(allowed * bad)), firing(time + 0.2)]
        script += [ask(time + 0.3, 50)]
    judge(lab, script, given, f"With an objective of {objective} and a rate of {rate} the bad ones become more")
