"""Lab 06, part 3: clients in three named stories, held against the chapter's checker."""

import pytest

from systemdesign.grading.schedules import scripted

from .causes import cause, linearizable
from .stories import DEAD_READER, DEAD_WRITER, LATE_WRITER, SAME_TAG, TARGETS, TWO_AT_ONCE, VERBS, script


def told(name, *texts):
    return scripted(name, script(*texts), targets=TARGETS, verbs=VERBS)


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
    assert not history.twice(), cause(history)
