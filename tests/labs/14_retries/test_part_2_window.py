"""Lab 14, part 2: the budget as time goes by."""

import pytest

from systemdesign import run
from systemdesign.grading.schedules import schedules

from .ledger import Ledger
from .scene import until
from .spending import ask, granted

ASKS = {"retry": 50, "one": 1}


def seen(lab, *happenings, **rules):
    """What is granted when asked for 50 retries, at each (time, "retry"), or for one at each (time, "one")."""

    async def main():
        budget, found = lab.Budget(**rules), []
        for time, what in happenings:
            await until(time)
            if what in ASKS:
                found.append(granted(budget, ASKS[what]))
            else:
                ask(budget, what)
        return found

    return run(main)


@pytest.mark.rule(4)
@pytest.mark.parametrize(("window", "options"), [(10.0, {}), (5.0, {"window": 5.0}), (40.0, {"window": 40.0})])
def test_what_is_younger_than_the_window_counts(lab, window, options):
    times = [(0.3, "retry"), (0.5 + 0.4 * window, "retry"), (window - 0.4, "retry")]
    found = seen(lab, *times, ratio=0.0, least=3, **options)
    assert found == [3, 0, 0], (
        f"Retries made {0.2 + 0.4 * window:g} and {window - 0.7:g} s ago still count in a window of {window:g} s, and "
        f"yours were forgotten: you granted {found[1]} and {found[2]} more."
    )
    (found,) = seen(lab, (0.3, 6), (window - 0.4, "retry"), ratio=0.5, least=0, **options)
    assert found == 3, (
        f"6 requests of {window - 0.7:g} s ago still count in a window of {window:g} s: at a ratio of 0.5 they are 3 "
        f"retries, and you granted {found}."
    )


@pytest.mark.rule(5)
def test_the_window_slides(lab):
    found = seen(lab, (0.5, 1), (7.9, "retry"), (10.3, "retry"), (12.2, "retry"), ratio=0.0, least=3, window=10.0)
    assert found == [3, 0, 0], (
        f"Retries at 7.9 s count until 17.9 s. You granted {found} at 7.9, 10.3 and 12.2 s: a window that starts "
        "afresh lets twice as many through. Let it slide: each retry is forgotten when it is old itself."
    )
    found = seen(lab, (0.5, "one"), (7.9, "retry"), (12.2, "retry"), ratio=0.0, least=3, window=10.0)
    assert found[2] <= 1, (
        f"One retry of 0.5 s and two of 7.9 s, with `least` 3: at 12.2 s the one is forgotten, not the two, so one is "
        f"affordable, and you granted {found[2]}. The window slides: each retry is forgotten when it is old itself."
    )
    found = seen(lab, (0.5, 2), (7.9, 6), (12.2, "retry"), ratio=0.5, least=0, window=10.0)
    assert found[0] >= 3, (
        "2 requests of 0.5 s and 6 of 7.9 s, at a ratio of 0.5: at 12.2 s the 2 are forgotten, not the 6, so 3 "
        f"retries are affordable, and you granted {found[0]}. The window slides: each request is forgotten when it is "
        "old itself."
    )
    found = seen(lab, (7.9, 6), (10.3, 1), (12.2, "retry"), ratio=0.5, least=0, window=10.0)
    assert found == [3], (
        f"7 requests of the last 4.3 s at a ratio of 0.5 are 3 retries, and you granted {found[0]} at 12.2 s: a window "
        "that starts afresh forgets them. Let it slide: each request is forgotten when it is old itself."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize(("window", "options"), [(10.0, {}), (2.5, {"window": 2.5}), (40.0, {"window": 40.0})])
def test_what_is_older_than_the_window_is_forgotten(lab, window, options):
    (found,) = seen(lab, (0.1, 9), (0.3, 9), (0.6 + window, "retry"), ratio=0.5, least=1, **options)
    assert found == 1, (
        f"18 requests came in more than {window:g} s ago, and you granted {found} retries for them, where `least` is "
        f"1: forget all requests that are older than the window of {window:g} s."
    )
    found = seen(
        lab, (0.1, "retry"), (0.6 + window, "retry"), (1.1 + 2 * window, "retry"), ratio=0.0, least=3, **options
    )
    assert found == [3, 3, 3], (
        f"Retries that are older than the window of {window:g} s are forgotten, too: 3 are affordable each time, and "
        f"you granted {found}."
    )


@pytest.mark.rule(3)
def test_a_refused_retry_takes_no_place_of_one_that_was_made(lab):
    found = seen(lab, (0.3, "retry"), (5.3, "retry"), (10.7, "retry"), ratio=0.0, least=3, window=10.0)
    assert found == [3, 0, 3], (
        f"Asked for 50 retries at 0.3, 5.3 and 10.7 s, with `least` 3, you granted {found}: those made at 0.3 s are "
        "forgotten at 10.7 s, and those refused at 5.3 s were never made: a retry that was refused is not made, nor "
        "does it take the place of one that was."
    )


@pytest.mark.rule(4)
def test_the_window_is_as_long_as_it_is_to_the_fraction_of_a_second(lab):
    for made, counts, forgotten in [(0.75, 2.875, 3.125), (1.5, 3.625, 3.875), (0.25, 2.375, 2.625)]:
        found = seen(lab, (made, "retry"), (counts, "retry"), (forgotten, "retry"), ratio=0.0, least=2, window=2.25)
        assert found == [2, 0, 2], (
            f"In a window of 2.25 s, retries made at {made} s count at {counts} s and are forgotten at {forgotten} s: "
            f"2, 0 and 2 are affordable, and you granted {found}. Times are not whole seconds: keep each as it is."
        )


@pytest.mark.rule(4)
def test_a_quiet_day_leaves_no_savings(lab):
    found = seen(lab, *((second, 10) for second in range(50)), (49.5, "retry"), ratio=0.25, least=2, window=10.25)
    assert found == [27], (
        f"Only the last 10.25 s count: 100 requests at a ratio of 0.25, and `least` 2, are 27 retries, and you granted "
        f"{found[0]}. Forget all requests that are older than the window, and nothing else."
    )


@pytest.mark.rule(4)
def test_all_that_is_old_is_forgotten_at_once_and_nothing_with_it(lab):
    found = seen(lab, (0.5, 10), (0.5, "retry"), (12.0, "one"), ratio=0.5, least=1, window=10.0)
    assert found == [6, 1], (
        "10 requests and 6 retries were made more than the window of 10 s ago, and `least` is 1, so a retry is "
        f"affordable, and you granted {found[1]}: forget all the retries that are old, not one at a time."
    )
    found = seen(lab, (0.5, 10), (9.0, "retry"), (11.0, 4), (11.5, "retry"), ratio=0.5, least=0, window=10.0)
    assert found == [5, 0], (
        "5 retries of 9 s count until 19 s. The requests that earned them are forgotten at 10.5 s, and 4 new ones earn "
        f"2, so none is affordable at 11.5 s, and you granted {found[1]}: a retry is forgotten when it is old itself, "
        "not with the requests that earned it."
    )


@pytest.mark.rule(4)
def test_what_is_exactly_as_old_as_the_window_is_forgotten(lab):
    found = seen(lab, (0.75, "retry"), (3.25, "retry"), ratio=0.0, least=3, window=2.5)
    assert found == [3, 3], (
        "Three retries were made exactly `window` seconds ago, and still count: what is exactly so old is forgotten."
    )
    (found,) = seen(lab, (0.75, 6), (3.25, "retry"), ratio=0.5, least=1, window=2.5)
    assert found == 1, (
        "Six requests came in exactly `window` seconds ago, and still count: what happened exactly then is forgotten."
    )


@pytest.mark.rule(2)
def test_what_is_earned_is_neither_rounded_nor_added_up(lab):
    async def main(requests, ratio, least):
        budget = lab.Budget(ratio=ratio, least=least)
        ask(budget, requests)
        return granted(budget)

    found = run(main(1, 0.75, 1.25))
    assert found == 2, (
        f"A request at a ratio of 0.75, and `least` 1.25, are 2 retries, and you granted {found}: round neither of "
        "them before they are added."
    )
    found = run(main(100, 0.1, 0))
    assert found == 10, (
        f"100 requests at a ratio of 0.1 are 10 retries, and you granted {found}: `ratio` *times* the requests. A "
        "hundred times 0.1, added up one by one, is a little less than 10."
    )


RULES = [
    (ratio, least, window)
    for ratio, least, window in zip(
        [0.5, 0.25, 1.5, 0.75, 0.0, 0.125, 0.5, 1.0, 0.375, 0.0625],
        [1, 0, 2, 1, 3, 2, 0, 1, 2, 3],
        [4.75, 3.3, 2.375, 7.1, 4.75, 9.5, 1.9, 5.9375, 3.5625, 10.0],
    )
]
STEP = 19 / 32  # s: a time that is no multiple of a second, and that floats can hold


@pytest.mark.rule(1, 2, 3, 4, 5)
@schedules("2.window", targets=["shop", "till"], verbs=["ask", "crowd", "retry"], until=30, most=16, examples=60)
def test_the_budget_is_the_rule_at_every_moment(lab, story):
    async def main():
        rules = dict(zip(("ratio", "least", "window"), RULES[story.seed]))
        pairs = {name: (lab.Budget(**rules), Ledger(**rules)) for name in ("shop", "till")}
        for event in story.events:
            await until(event.time * STEP)
            for budget in pairs[event.target]:
                ask(budget, {"ask": 1, "crowd": 5, "retry": 0}[event.verb])
            if event.verb != "retry":
                story.note(f"{event.target}: {event.verb}")
                continue
            budget, ledger = pairs[event.target]
            found, right = bool(budget.may_retry()), ledger.may_retry()
            story.note(f"{event.target}: a retry, {'granted' if found else 'refused'}")
            assert found == right, (
                f"A retry was {'granted' if found else 'refused'}, and is {'' if right else 'not '}affordable: "
                f"{ledger.reason}."
            )

    run(main, seed=story.seed, shuffle=story.order)
