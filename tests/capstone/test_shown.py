"""The board in words, and a day as a figure shows it."""

import pytest

from systemdesign.capstone.board import EVERYTHING, KNOBS, MACHINES, NAIVE, REFERENCE, TEXTBOOK, cost
from systemdesign.capstone.day import day
from systemdesign.capstone.score import LOST, OBJECTIVES, score
from systemdesign.capstone.settings import REPAIR, TAKEOVER
from systemdesign.capstone.shown import LABELS, MANY, PARTS, TIMES, boxes, look, meant, numbered, options, spans, worded
from systemdesign.capstone.traffic import FAULTS

DESIGNS = NAIVE, MACHINES, TEXTBOOK, EVERYTHING, REFERENCE


@pytest.mark.parametrize("design", DESIGNS)
def test_a_design_in_words_means_the_same_design(design):
    assert meant(**worded(design)) == design


@pytest.mark.parametrize("knob", KNOBS)
def test_no_two_settings_of_a_knob_are_called_alike(knob):
    assert len(set(options(knob))) == len(KNOBS[knob])


def test_every_knob_and_every_objective_has_a_name():
    assert [*LABELS] == [*KNOBS]
    assert {part: most for part, (_, most) in PARTS.items() if part in OBJECTIVES} == {
        part: objective.points for part, objective in OBJECTIVES.items()
    }
    assert PARTS["lost"][1] == LOST
    assert sum(most for _, most in PARTS.values()) == 100


def test_a_look_says_what_the_day_says():
    seen, one = look(TEXTBOOK, 3), day(TEXTBOOK, 3)
    assert (seen.score, seen.cost, seen.lost) == (score(one), cost(TEXTBOOK), one.lost)
    assert (seen.answered, seen.p99, seen.stale) == (one.answered, one.p99, one.stale)
    assert (TIMES, seen.answered_by) == one.by_time()
    assert seen.others == pytest.approx(sum(seen.points.values()) - seen.points["cost"])


def test_a_look_shows_the_longest_queue_of_each_stretch_and_cuts_it():
    seen, one = look(NAIVE, 1), day(NAIVE, 1)
    for place, middle in enumerate(TIMES):
        longest = max(many for time, many in one.waiting if abs(time + 0.5 - middle) < 5)
        assert seen.waited[place] == min(MANY, longest)
    assert max(seen.waited) == MANY


def test_the_spans_are_in_order_and_without_those_that_do_not_come():
    found = spans(REFERENCE, 2, ["freeze"])
    assert [*found] == [name for name in FAULTS if name != "freeze"]
    assert sorted(found.values()) == [*found.values()]


@pytest.mark.parametrize(("replicas", "lasts"), [(0, REPAIR), (1, TAKEOVER)])
def test_the_primary_is_missed_until_a_replica_takes_over_or_it_is_repaired(replicas, lasts):
    first, last = spans(dict(REFERENCE, replicas=replicas))["primary dies"]
    assert last - first == pytest.approx(lasts)


def test_a_band_stands_up_while_a_fault_lasts_and_each_has_its_number():
    faults = {"flash crowd": (2.0, 5.0), "cache emptied": (7.0, 7.0)}
    assert boxes(faults, 9) == ([2, 2, 5, 5, 7, 7, 7, 7], [0] * 8, [0, 9, 9, 0] * 2)
    assert numbered(faults, 8) == [(2, 8, "2"), (7, 8, "7")]
