"""Lab 08, part 3: promotions in schedules of faults, told and generated."""

import pytest

from systemdesign.grading.schedules import scheduled, scripted, searched

from .history import kept
from .stories import CHOICE, FIRST, LONGEST, LOOKED, TARGETS, VERBS, ZOMBIE, found, script


@pytest.mark.rule(2)
@scripted("3.longest", script(LONGEST), targets=TARGETS, verbs=VERBS)
def test_the_longest_log_is_not_the_latest(lab, story):
    kept(lab, 3, story, "Of two logs the one with the greatest position counts, epoch first (rule 2).")


@pytest.mark.rule(1, 2)
@scripted("3.stories", script(FIRST, LOOKED, ZOMBIE), targets=TARGETS, verbs=VERBS)
def test_whoever_takes_over_has_what_was_acknowledged(lab, story):
    kept(lab, 3, story, "A majority promises, and then its greatest log has it all (rules 1 and 2).")


@pytest.mark.rule(1, 2, 3, 4)
@scheduled("3.faults", TARGETS, VERBS, lambda trial: searched(trial, found(), 80), CHOICE)
def test_what_was_acknowledged_outlives_every_promotion(lab, story):
    kept(lab, 3, story)
