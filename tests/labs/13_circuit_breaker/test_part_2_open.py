"""Lab 13, part 2: open, nobody is asked; then a few trials, which close it or open it again."""

import pytest

from systemdesign.grading.outcomes import ORDERS, shuffled

from .model import judged
from .scene import GOOD, LONG, at_once, call, failing, look, trials

OPENED = 0.375
"""When it opens, by two failures that begin at 0 and 0.25 s."""


REFUSES = "Open, it refuses every call: `Refused` is raised at once, and nobody is asked."


@pytest.mark.rule(4)
@pytest.mark.parametrize("open_", [None, 0.5, 2.25, 60.0])
@pytest.mark.parametrize("early", [0.0625, 0.03125])
def test_it_stays_open_for_so_long(lab, open_, early):
    options, seconds = {} if open_ is None else {"open": open_}, open_ or 5.0
    rows = failing() + at_once(OPENED + seconds - early, 2, GOOD)
    judged(
        lab, f"It had opened, for {seconds} s", rows, f"It stays so for `open` seconds. {REFUSES}", least=2, **options
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("apart", [0.25, 1.25])
def test_refused_calls_prolong_nothing_and_are_not_noted(lab, apart):
    rows = [*failing(), *trials(0.5, *[GOOD] * round(4.8 / apart), apart=apart), call(5.5, 7, (0.5, "fine"))]
    judged(
        lab,
        f"It had opened at {OPENED} s, and somebody came every {apart} s",
        rows,
        "It stays open for `open` seconds from the moment at which it opened, whatever comes meanwhile, and nothing is "
        "noted.",
        notes=True,
        least=2,
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("open_", [None, 0.5, 2.25, 60.0])
@pytest.mark.parametrize("late", [0.0, 0.0625, 100.0])
def test_when_the_seconds_are_over_a_call_is_tried(lab, open_, late):
    options, seconds = {} if open_ is None else {"open": open_}, open_ or 5.0
    time = OPENED + seconds + late
    judged(
        lab,
        f"It had opened at {OPENED} s for {seconds} s, and somebody came at {time} s",
        [*failing(), call(time, 7, LONG), look(time + 0.5)],
        "The first call that comes when these seconds are over, or at their very end, makes it half-open.",
        least=2,
        **options,
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("open_", [0.5, 2.25])
@pytest.mark.parametrize("order", ORDERS)
def test_at_their_very_end_a_call_is_tried_whatever_else_happens_then(lab, open_, order):
    time = OPENED + open_
    judged(
        lab,
        f"It had opened at {OPENED} s for {open_} s, and somebody whose call was over at {time} s came again at once"
        f"{shuffled(order)}",
        [*failing(), call(0.125, 7, (time - 0.125, "fine"), LONG), look(time + 0.5)],
        "The first call that comes when these seconds are over, or at their very end, makes it half-open, and a timer "
        "may be later than it is.",
        order=order,
        least=2,
        open=open_,
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("probes", [None, 1, 2, 5])
@pytest.mark.parametrize("apart", [0.0, 0.0625])
def test_at_most_so_many_trials_are_under_way(lab, probes, apart):
    options = {} if probes is None else {"probes": probes}
    rows = [*failing(), *trials(6.0, *[LONG] * 12, apart=apart)]
    judged(
        lab,
        "It had opened, and when its seconds were over a dozen callers came",
        rows,
        f"Half-open, it passes calls on as trials, at most `probes` ({probes or 3}) of them under way at a time, and "
        "refuses all others.",
        least=2,
        **options,
    )


@pytest.mark.rule(5)
def test_a_trial_that_is_over_makes_room_for_another(lab):
    rows = [*failing(), *at_once(6.0, 2, LONG), call(6.125, 7, GOOD), call(6.5, 8, LONG), call(6.75, 9, GOOD)]
    judged(
        lab,
        "Half-open, with `probes` 3, one of three trials was good and over, and others came",
        rows,
        "It passes calls on as trials, at most `probes` of them under way at a time, and not so many in all.",
        only=(8,),
        least=2,
    )


@pytest.mark.rule(5)
def test_trials_may_take_as_long_as_they_like(lab):
    rows = [*failing(), *trials(6.0, *[(200.0, "Lost")] * 4), *trials(14.0, *[GOOD] * 8, who=60, apart=20.0)]
    judged(
        lab,
        "Half-open, three trials took 200 s, and many came meanwhile",
        rows,
        "While `probes` trials are under way, all others are refused, for however long.",
        least=2,
        slow=500.0,
    )
