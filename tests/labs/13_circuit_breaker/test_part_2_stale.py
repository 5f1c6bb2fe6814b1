"""Lab 13, part 2: what ends in another era than it began in counts for nothing."""

import pytest

from .model import judged
from .scene import FAIL, GOOD, LONG, at_once, call, failing, leave, look, trials

NOBODY = "A call that was passed on in an earlier era is nobody's business when it ends"


HOWS = {"returns": "fine", "fails": "Lost", "is refused": "Refused", "has a bug": "KeyError", "leaves": None}


def old(start, ends, how, who=1):
    """A call that ends at that moment, `how`: its caller leaves where that is None."""
    rows = [call(start, who, (ends - start if how else 99.0, how or "fine"))]
    return rows if how else [*rows, leave(ends, who)]


@pytest.mark.rule(9)
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("slow", [0.5, 50.0], ids=["slow", "in time"])
def test_a_late_result_neither_closes_nor_prolongs_what_is_open(lab, how, slow):
    rows = [*old(0.0, 4.0, HOWS[how], who=9), *failing(start=0.25), look(4.1), *at_once(4.25, 2, GOOD)]
    rows += [call(5.625, 8, GOOD), look(5.6875)]  # the very end of its seconds
    judged(
        lab,
        f"A call of 0 s {how} at 4 s, when the breaker had been open since 0.625 s",
        rows,
        f"{NOBODY}: it is not noted, closes nothing and prolongs nothing.",
        notes=True,
        least=2,
        slow=slow,
    )


@pytest.mark.rule(9)
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("probes", [1, 3])
def test_a_late_result_is_no_trial(lab, how, probes):
    rows = [*old(0.0, 7.0, HOWS[how], who=9), *failing(start=0.25), *at_once(6.0, probes, LONG)]
    rows += [look(7.0625), *at_once(7.125, 3, GOOD, who=70), look(7.5), *at_once(9.0, 9, GOOD, who=80)]
    judged(
        lab,
        f"A call of 0 s {how} at 7 s, when the breaker was half-open and {probes} trials were under way",
        rows,
        f"{NOBODY}: it opens nothing, closes nothing, and among the trials it neither takes a place nor frees one.",
        notes=True,
        least=2,
        probes=probes,
        slow=50.0,
    )


@pytest.mark.rule(9)
@pytest.mark.parametrize("how", HOWS)
def test_many_late_results_close_nothing(lab, how):
    rows = [row for n in range(4) for row in old(0.0, 7.0 + n / 16, HOWS[how], who=1 + n)]
    rows += [*trials(0.25, FAIL, FAIL), *at_once(6.0, 1, LONG), look(7.5)]
    rows += at_once(7.625, 4, GOOD, who=80)
    judged(
        lab,
        f"Each of four calls of 0 s {how} at 7 s, when the breaker was half-open and a trial was under way",
        rows,
        f"{NOBODY}: it closes nothing, opens nothing and takes no place among the trials.",
        notes=True,
        least=2,
        slow=50.0,
    )


@pytest.mark.rule(9)
@pytest.mark.parametrize("how", HOWS)
def test_what_is_late_is_not_noted_when_it_has_closed_again(lab, how):
    rows = [row for n in range(3) for row in old(0.0, 8.0 + n / 16, HOWS[how], who=1 + n)]
    rows += [*trials(0.25, *[FAIL] * 4), *trials(6.5, GOOD, GOOD, GOOD, who=40), *trials(9.0, FAIL, FAIL, who=50)]
    rows += [look(9.75), *trials(10.0, FAIL, FAIL, GOOD, who=60)]
    judged(
        lab,
        f"Each of three calls of 0 s {how} at 8 s, when the breaker had opened, and closed again at 7.125 s",
        rows,
        f"{NOBODY}: it is not noted.",
        notes=True,
        least=4,
        slow=50.0,
    )


WHEN = {"open again": 8.0, "half-open again": 13.0, "closed again": 14.5}


@pytest.mark.rule(9)
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("ends", WHEN)
def test_a_trial_of_an_earlier_era_counts_for_nothing(lab, how, ends):
    rows = [*failing(), *old(6.0, WHEN[ends], HOWS[how], who=9), call(6.25, 8, FAIL)]  # opens again at 6.375 s
    rows += [look(8.1), call(8.25, 6, GOOD), call(11.375, 7, LONG), call(12.75, 5, (1.0, "fine")), look(13.0625)]
    rows += [*at_once(13.125, 3, (1.0, "fine"), who=60), look(14.0), look(14.625), *trials(15.0, *[FAIL] * 4, who=70)]
    judged(
        lab,
        f"A trial of 6 s {how} at {WHEN[ends]} s, when the breaker had opened once more and was {ends}",
        rows,
        f"{NOBODY}: it is not noted, changes nothing, and among the trials of a later era it neither takes a place nor "
        "frees one.",
        notes=True,
        least=2,
        slow=50.0,
    )


@pytest.mark.rule(9)
@pytest.mark.parametrize("how", HOWS)
def test_trials_left_over_when_it_closes_are_not_noted(lab, how):
    rows = [*failing(), *old(6.0, 8.0, HOWS[how], who=9), *old(6.0, 8.25, HOWS[how], who=8)]
    rows += [*trials(6.25, GOOD, GOOD, GOOD), look(7.25), look(8.5), *trials(9.0, FAIL, GOOD, FAIL, who=60)]
    judged(
        lab,
        f"Two of five trials were still under way when three had closed the breaker, and each {how} then",
        rows,
        f"{NOBODY}: closing begins a new era too, and it is not noted.",
        notes=True,
        least=2,
        slow=50.0,
        probes=3,
    )


@pytest.mark.rule(9)
@pytest.mark.parametrize("kind", [FAIL, (0.25, "fine")], ids=["fails", "returns"])
def test_calls_that_end_after_the_one_that_opened_it_are_not_noted(lab, kind):
    rows = [call(0.0, 1 + n, (0.25 + n / 16, "Lost" if n < 2 else kind[1])) for n in range(9)]
    rows += [look(1.0), call(5.25, 20, GOOD), call(5.3125, 21, GOOD)]  # it opened at 0.3125 s
    judged(
        lab,
        f"Of nine calls of one moment two failed and opened it, and each of the others {kind[1]} after that",
        rows,
        f"{NOBODY}: it is not noted, opens nothing and prolongs nothing.",
        notes=True,
        least=2,
    )


@pytest.mark.rule(9)
@pytest.mark.parametrize("how", HOWS)
def test_what_is_six_eras_old_is_not_noted(lab, how):
    rows = [*old(0.0, 20.0, HOWS[how], who=1), *old(0.0, 20.25, HOWS[how], who=2)]
    rows += [*trials(0.25, FAIL, FAIL), *trials(6.5, GOOD, GOOD, GOOD, who=40)]
    rows += [*trials(8.0, FAIL, FAIL, who=50), *trials(14.0, GOOD, GOOD, GOOD, who=60), look(19.5), look(20.5)]
    judged(
        lab,
        f"Each of two calls of 0 s {how} at 20 s, when the breaker had opened and closed twice",
        [*rows, *trials(21.0, FAIL, GOOD, who=70)],
        f"{NOBODY}: it is not noted and opens nothing, however many eras ago it was passed on.",
        notes=True,
        least=2,
        slow=50.0,
    )
