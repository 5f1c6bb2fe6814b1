"""Lab 08, part 4: the stories and schedules that parts 2 to 4 must survive together."""

import pytest

from systemdesign.grading.schedules import scheduled, scripted, searched

from .history import BESIDE, kept
from .stories import (
    CHOICE,
    FIGURE_8,
    FIGURE_8_READ,
    LASTING,
    LONGEST,
    STALE,
    TARGETS,
    TWICE,
    ZOMBIE,
    found,
    script,
)


def lasting(lab, story, why=""):
    """A history in which nothing is lost, nothing is there twice, and what was read stays."""
    history = kept(lab, 4, story, why)
    names = [entry[3] for entry in history.log if entry[3] is not None]
    twice = next((name for name in names if names.count(name) > 1), None)
    assert not twice, f"{twice!r} stands in the log twice: a name that is in the log is not added again (rule 2)."
    farthest = []
    for one in (one for one in history.heard if one.answered and one.position):
        number = one.position[1]
        if one.verb == "read":
            values = [entry[2] for entry in history.log[:number] if entry[1] == "x"]
            last = values[-1] if values else None
            assert one.what == last, (
                f"{one}; in the end the first {number} entries of the log say {last!r}: what a read showed has a "
                "majority, behind it a mark, and no failover takes it back (rules 1 and 4)."
            )
            before = max((n for ended, n in farthest if ended < one.called), default=0)
            assert number >= before, (
                f"{one}, called at {one.called:.3f} s, when position number {before} had been acknowledged: a deposed "
                "primary shows nothing (rule 4)."
            )
        farthest.append((one.ended, number))
    return history


def told(name, *texts):
    return scripted(name, script(*texts), targets=TARGETS, verbs=LASTING)


@pytest.mark.rule(2)
def test_one_name_in_one_step_is_added_once(lab):
    calls = [["x", 1, "n"], ["y", 2, "m"], ["x", 3, "n"]]
    positions, log = lab.bring(BESIDE).together(4, calls)
    names = [entry[3] for entry in log]
    assert [tuple(place) for place in positions] == [(1, 2), (1, 3), (1, 2)] and names == [None, "n", "m"], (
        f"Writes named 'n', 'm' and 'n' were called in one step, returned {positions}, and the log has {names}: a name "
        "that is in the log is not added again."
    )


@pytest.mark.rule(1)
@told("4.figure-8", FIGURE_8, FIGURE_8_READ)
def test_an_old_entry_on_a_majority_is_not_safe_without_a_mark(lab, story):
    lasting(lab, story, "Before anything is returned, a majority has the mark (rule 1).")


@pytest.mark.rule(2)
@told("4.twice", TWICE)
def test_a_write_that_is_tried_again_after_a_failover_is_there_once(lab, story):
    lasting(lab, story)


@pytest.mark.rule(4)
@told("4.stale", STALE)
def test_the_old_primary_shows_nothing_old(lab, story):
    lasting(lab, story)


@pytest.mark.rule(1, 3)
@told("4.part-3", LONGEST, ZOMBIE)
def test_the_stories_of_parts_2_and_3_end_well_here_too(lab, story):
    lasting(lab, story)


@pytest.mark.rule(1, 2, 3, 4)
@scheduled("4.faults", TARGETS, LASTING, lambda trial: searched(trial, found(["read", "retry"]), 80), CHOICE)
def test_whatever_fails_the_log_has_all_once(lab, story):
    lasting(lab, story)
