"""Lab 06, part 4: named stories, then schedules of all faults, which every operation survives."""

import re

import pytest

from systemdesign.grading.schedules import scheduled, scripted, searched

from .causes import cause
from .found import CHOICE, found
from .history import History
from .stories import DEAD_READER, DEAD_WRITER, LATE_WRITER, SAME_TAG, SECOND_TAG, TARGETS, TWO_AT_ONCE, VERBS, script


def told(name, *texts):
    return scripted(name, script(*texts), targets=TARGETS, verbs=VERBS)


def why(history):
    """The cause, by the rules of this part."""
    moved = history.moved()
    if moved:
        return (
            f"{moved[0].value!r} was stored under the tag {moved[0].tag} and later under {moved[1].tag}: what is sent "
            "again is the same, one write has one tag (rule 3)."
        )
    return re.sub(r"\(rule \d\)", "(as part 3 says, and rule 1)", cause(history))


def judge(lab, story, **options):
    history = History(lab, "PatientRegister", story, **options)
    conflict = history.conflict
    assert not conflict, f"{conflict}. No order explains that. {why(history)}"
    return history


@pytest.mark.rule(3)
@told("4.second-tag", SECOND_TAG)
def test_an_old_value_does_not_become_the_newest_again(lab, story):
    judge(lab, story)


@pytest.mark.rule(1)
@told("4.part-3", DEAD_WRITER, DEAD_READER, LATE_WRITER, SAME_TAG, TWO_AT_ONCE)
def test_the_stories_of_part_3_end_well_here_too(lab, story):
    judge(lab, story, within=0.9)


@pytest.mark.rule(1, 2, 3)
@scheduled("4.faults", TARGETS, VERBS, lambda trial: searched(trial, found(), 40), CHOICE)
def test_every_operation_outlives_the_faults(lab, story):
    history = judge(lab, story)
    failed = next((one for one in history.heard if one.ended is None or one.error), None)
    assert not failed, (
        f"{failed}, though from {story.events[-1].time * 0.05 + 0.05:.2f} s on all replicas could be reached: a "
        "replica whose call failed is asked again, until a majority has answered (rule 2)."
    )


@pytest.mark.rule(4)
@scheduled("4.short", TARGETS, VERBS, lambda trial: searched(trial, found(), 20), CHOICE)
def test_whoever_has_no_patience_hears_in_time(lab, story):
    history = judge(lab, story, within=0.37)
    late = next((one for one in history.heard if one.ended is None or one.ended - one.called > 0.371), None)
    assert not late, (
        f"{late}, called at {late.called:.3f} s with within=0.37: `TimedOut` is raised at that moment (rule 4)."
    )
