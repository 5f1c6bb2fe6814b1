"""Lab 02, part 4: one answer after the other, before any day."""

import pytest

from .day import machines
from .staffing import least


def asked(scaler, rates, ready=None):
    """What it wants at each of these rates, with so many ready, by default on a site that has at once what it wants."""
    wanted = []
    for step, rate in enumerate(rates):
        there = (wanted or [8])[-1] if ready is None else ready
        wanted.append(machines(scaler.decide(15 + 15 * step, rate, 0, there, 0)))
    return wanted


STORIES = {
    "at a rate of 0": [0.0] * 40,
    "where the first rate is missing": [None] * 5 + [4.0] * 20,
    "at night": [0.2, 0.0, 0.1, 0.07] * 10,
    "after a busy hour": [23.7] * 40 + [0.0] * 60,
    "after a missing rate": [3.3] * 9 + [None] * 9 + [0.0] * 40,
}


@pytest.mark.rule(5)
@pytest.mark.parametrize("ready", [None, 0])
@pytest.mark.parametrize("story", STORIES)
def test_it_wants_a_whole_number_of_one_or_more(lab, story, ready):
    asked(lab.Autoscaler(), STORIES[story], ready)


@pytest.mark.rule(4)
@pytest.mark.parametrize("rate", [7.0, 16.0, 23.0, 61.0])
def test_a_missing_metric_is_no_load_of_zero(lab, rate):
    wanted = asked(lab.Autoscaler(), [rate] * 40 + [None] * 20 + [rate] * 4)
    due = min(wanted[39], least(rate, 1.0, 6.0))
    for minute, number in enumerate(wanted[40:60]):
        assert number >= due, (
            f"By rule 4 a missing metric says nothing about the load: after ten minutes at {rate:g} a second you want "
            f"{wanted[39]} machines, the rate is None for {15 * (minute + 1)} s, and you want {number}. None is not 0."
        )


@pytest.mark.rule(4)
@pytest.mark.parametrize("rate", [7.0, 23.0])
def test_a_machine_that_breaks_while_the_metric_is_missing_is_wanted_as_before(lab, rate):
    scaler = lab.Autoscaler()
    due = min(asked(scaler, [rate] * 40)[-1], least(rate, 1.0, 6.0))
    for minute in range(20):
        number = machines(scaler.decide(615 + 15 * minute, None, 0, due - 3, 0))
        assert number >= due, (
            f"By rule 4 a missing metric says nothing about the load, and neither does what is ready: after ten "
            f"minutes at {rate:g} a second {due} machines are due while the rate is None; three have broken, and you "
            f"want {number}."
        )


@pytest.mark.rule(4)
def test_a_metric_that_is_missing_twice(lab):
    wanted = asked(lab.Autoscaler(), ([12.0] * 40 + [None] * 20) * 3)
    due = min(wanted[99], wanted[159], least(12.0, 1.0, 6.0))
    short = [number for number in wanted[100:120] + wanted[160:] if number < due]
    assert not short, (
        f"By rule 4 a missing metric says nothing about the load, the second time round as well: at 12 a second you "
        f"want {short[0]} machines while the rate is None, and no fewer than {due} are due."
    )


@pytest.mark.rule(6)
def test_two_autoscalers_know_nothing_of_each_other(lab):
    rates = [5.0, 9.0, 14.0, 9.0, None, 4.0, 6.5, 3.0] * 8 + [6.0, 6.2, 6.1] * 12
    alone = asked(lab.Autoscaler(), rates)
    one, other = lab.Autoscaler(), lab.Autoscaler()
    wanted, last = [], 8
    for step, rate in enumerate(rates):
        other.decide(15 + 15 * step, 31.0 + 9 * (step % 7), 40, 36, 2)
        last = machines(one.decide(15 + 15 * step, rate, 0, last, 0))
        wanted.append(last)
    assert wanted == alone, (
        "By rule 6 each Autoscaler knows only what it was told itself: beside another one, at 31 to 85 a second, the "
        "same story gives other numbers. Keep what it knows in `self`."
    )


@pytest.mark.rule(6)
def test_two_autoscalers_that_are_told_the_same_at_last_have_their_own_past(lab):
    """The quiet one is asked twice: first a hair off, so that no answer is kept for what the busy one is told."""
    quiet, busy = [5.3] * 80, [29.3] * 79 + [5.3]
    alone = asked(lab.Autoscaler(), [rate + 1e-9 for rate in quiet], ready=9)[-1]
    asked(lab.Autoscaler(), busy, ready=9)
    beside = asked(lab.Autoscaler(), quiet, ready=9)[-1]
    assert abs(beside - alone) <= 1, (
        f"By rule 6 each Autoscaler knows only what it was told itself: after twenty minutes at 5.3 a second it wants "
        f"{alone} machines, and {beside} where another one, after a busy time, has been told the same rate at the same "
        f"moment. Keep what it knows in `self`."
    )
