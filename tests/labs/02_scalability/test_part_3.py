"""Lab 02, part 3: orders."""

import pytest

from systemdesign.grading.schedules import schedules

from .fleet import Fleet

PATIENCE = [90.0, 37.5, 12]


def play(lab, patience, ready, *calls):
    """One Orders through (time, wanted, arrive, break) after another, with every answer compared."""
    fleet = Fleet(lab, patience, ready)
    for call in calls:
        wrong = fleet.plan(*call)
        assert not wrong, wrong


@pytest.mark.rule(3)
@pytest.mark.parametrize("ready", [0, 1, 4])
def test_what_is_wanted_and_not_there_is_ordered_once(lab, ready):
    play(lab, 90.0, ready, (3, 7), (18, 7), (33, 7), (33, 9), (48, 9), (63, 12))


@pytest.mark.rule(2)
@pytest.mark.parametrize("patience", PATIENCE)
def test_an_order_that_is_too_old_is_ordered_again(lab, patience):
    play(lab, patience, 2, (0, 5), (patience / 2, 6), (patience * 0.984375, 6), (patience, 6), (patience * 1.5, 6))
    play(lab, patience, 2, (1, 5), (1 + 3.25 * patience, 5), (1 + 3.5 * patience, 5), (1 + 7 * patience, 2))


@pytest.mark.rule(1)
@pytest.mark.parametrize("patience", PATIENCE)
def test_a_machine_that_has_arrived_fulfils_the_oldest_order(lab, patience):
    third = patience / 3
    play(lab, patience, 1, (0, 3), (third, 5), (2 * third, 5, 2), (3 * third, 5), (4 * third, 5, 1), (5 * third, 5))


@pytest.mark.rule(1)
@pytest.mark.parametrize("patience", PATIENCE)
def test_who_has_arrived_at_last_has_not_failed(lab, patience):
    play(lab, patience, 1, (0, 3), (patience / 2, 4), (patience, 4, 2), (1.25 * patience, 4), (1.5 * patience, 4, 1))
    play(lab, patience, 1, (0, 3), (5 * patience, 3, 2), (5.5 * patience, 3))


@pytest.mark.rule(1)
def test_nothing_is_on_its_way_in_the_first_call(lab):
    play(lab, 90.0, 6, (0, 9), (15, 9, 3), (30, 9))


@pytest.mark.rule(1)
def test_a_machine_that_broke_touches_no_order(lab):
    play(lab, 90.0, 5, (0, 8), (15, 8, 0, 2), (30, 8, 1), (45, 8), (60, 8, 0, 1), (90, 8))


@pytest.mark.rule(1)
def test_machines_that_were_released_have_not_broken(lab):
    play(lab, 90.0, 9, (0, 5), (15, 7), (30, 7, 1), (45, 7, 1), (60, 3), (61, 9), (75, 9, 4), (90, 9), (151, 9))


@pytest.mark.rule(1)
def test_a_machine_that_nobody_expects_is_simply_ready(lab):
    play(lab, 30.0, 3, (0, 5), (30, 3), (40, 3, 2), (50, 6, 1), (55, 6, 2), (60, 6))


@pytest.mark.rule(4)
def test_orders_are_called_off_before_ready_machines_go(lab):
    play(lab, 90.0, 4, (0, 9), (15, 7), (30, 4), (45, 6), (60, 3), (75, 2), (80, 2))


@pytest.mark.rule(4)
@pytest.mark.parametrize("patience", PATIENCE)
def test_the_newest_orders_are_called_off_first(lab, patience):
    part = patience / 4
    play(lab, patience, 2, (0, 4), (part, 7), (2 * part, 5), (3 * part, 5), (4 * part, 5), (5 * part, 5), (8 * part, 5))


@pytest.mark.rule(5)
@pytest.mark.parametrize("ready", [0, 1, 2, 6])
def test_the_last_machine_stays(lab, ready):
    play(lab, 90.0, ready, (0, 0), (15, 0), (30, 3), (45, 0), (60, 1), (75, 0, 1), (200, 0), (215, 1))


@pytest.mark.rule(2)
def test_each_has_orders_and_a_patience_of_its_own(lab):
    one, other = Fleet(lab, 90.0, 1), Fleet(lab, 20.0, 3)
    for step, (wanted, arrive) in enumerate([(4, 0), (4, 0), (6, 1), (5, 0), (2, 1), (9, 0), (9, 3), (9, 0)]):
        wrong = other.plan(15.0 * step, 10 - wanted) or one.plan(15.0 * step, wanted, arrive)
        assert not wrong, f"Each Orders has its own, and its own patience: keep what it knows in `self`. {wrong}"


@pytest.mark.rule(1, 2, 3, 4, 5)
@schedules(
    "3.orders", targets=list("01234579"), verbs=["wants", "wants", "come", "break"], until=60, most=14, examples=80
)
def test_it_is_the_rules_for_any_wishes_and_arrivals(lab, story):
    fleet, wanted = Fleet(lab, patience=6.25 + 1.5 * story.seed, ready=story.seed % 3), 2
    for event in story.events:
        number = int(event.target)
        wanted = number if event.verb == "wants" else wanted
        moves = {"come": {"arrive": number}, "break": {"breaks": number}}.get(event.verb, {})
        wrong = fleet.plan(0.25 * event.time, wanted, **moves)
        story.lines.append(f"{0.25 * event.time:8.2f} s  plan{fleet.calls[-1]}: {fleet.found[-1:]}")
        assert not wrong, wrong
