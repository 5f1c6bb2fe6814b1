"""Lab 06, part 3: named stories, then schedules of all faults, held against the chapter's checker."""

import pytest

from systemdesign.grading.schedules import scheduled, scripted, searched

from .causes import cause
from .found import CHOICE, found
from .history import History
from .stories import DEAD_READER, DEAD_WRITER, LATE_WRITER, SAME_TAG, TARGETS, TWO_AT_ONCE, VERBS, script


def told(name, *texts):
    return scripted(name, script(*texts), targets=TARGETS, verbs=VERBS)


def linearizable(lab, story):
    history = History(lab, "Register", story)
    conflict = history.conflict
    assert not conflict, f"{conflict}. No order explains that. {cause(history)}"
    return history


@pytest.mark.rule(6)
@told("3.dead-writer", DEAD_WRITER, DEAD_READER)
def test_what_one_reader_saw_the_next_one_sees(lab, story):
    linearizable(lab, story)


@pytest.mark.rule(2)
@told("3.late-writer", LATE_WRITER)
def test_a_writer_who_comes_later_is_newer(lab, story):
    linearizable(lab, story)


@pytest.mark.rule(3)
@told("3.same-tag", SAME_TAG, TWO_AT_ONCE)
def test_two_values_never_have_one_tag(lab, story):
    history = linearizable(lab, story)
    twice = history.twice()
    assert not twice, f"{cause(history)}"


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@scheduled("3.faults", TARGETS, VERBS, lambda trial: searched(trial, found(), 100), CHOICE)
def test_one_order_explains_what_all_clients_got_under_any_faults(lab, story):
    history = linearizable(lab, story)
    hanging = next((one for one in history.heard if one.ended is None), None)
    assert not hanging, f"{hanging}: answers are awaited from a majority of the replicas, and from no more (rule 1)."
