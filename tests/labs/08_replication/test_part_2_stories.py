"""Lab 08, part 2: primaries in schedules of faults, told and generated."""

import pytest

from systemdesign.grading.schedules import scheduled, scripted, searched

from .history import BESIDE, kept
from .stories import CHOICE, LONGEST, POPPED, TARGETS, VERBS, ZOMBIE, found, script


@pytest.mark.rule(2)
def test_writes_of_one_step_stand_in_the_order_of_their_calls(lab):
    values = ["a", None, "b", "a"]
    positions, log = lab.bring(BESIDE).together(2, [["x", value] for value in values])
    found, due = [tuple(place) for place in positions], [(1, number) for number in range(1, 5)]
    assert found == due and [entry[2] for entry in log] == values, (
        f"Writes of {values} were called in one step, returned {found}, and the log is {log}: entries stand in the "
        "order of the calls to `write`, and each returns the position of its own."
    )


@pytest.mark.rule(5)
@scripted("2.zombie", script(ZOMBIE), targets=TARGETS, verbs=VERBS)
def test_two_primaries_do_not_lose_what_either_acknowledged(lab, story):
    kept(lab, 2, story, "A primary whose call is `Refused` has been deposed (rule 5).")


@pytest.mark.rule(3)
@scripted("2.failed", script(POPPED), targets=TARGETS, verbs=VERBS)
def test_an_entry_that_failed_is_not_replaced_under_its_position(lab, story):
    kept(lab, 2, story, "The entry of a write that failed stays in the log: some node may have it (rule 3).")


@pytest.mark.rule(1, 2, 3, 4, 5)
@scripted("2.longest", script(LONGEST), targets=TARGETS, verbs=VERBS)
def test_the_story_of_the_longest_log_ends_well(lab, story):
    kept(lab, 2, story)


@pytest.mark.rule(1, 2, 3, 4, 5)
@scheduled("2.faults", TARGETS, VERBS, lambda trial: searched(trial, found(), 50), CHOICE)
def test_what_was_acknowledged_is_in_the_log_whatever_fails(lab, story):
    kept(lab, 2, story)
