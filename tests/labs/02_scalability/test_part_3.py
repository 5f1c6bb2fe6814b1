"""Lab 02, part 3: orders."""

import pytest

from systemdesign.grading.schedules import schedules

from .fleet import Fleet

PATIENCE = [90.0, 37.5, 12]


ONCE = "rule 3 what is wanted and is neither ready nor on its way is ordered, and nothing beyond it"
OLD = "rule 2 an order that is `patience` seconds old, or older, has failed, and every younger one has not"
CAME = "rule 1 where more are ready than in the last call, so many have arrived, and the oldest orders are fulfilled"
BROKE = "rule 1 where fewer are ready, some broke or were let go, and no order is touched"
STRANGER = "rule 1 a machine that arrives though none is on its way is simply ready, and fulfils no later order"
FEWER = "rule 4 as many as are too many are called off, the newest orders first, and only then ready ones are released"
LAST = "rule 5 at least one machine is always wanted: 0 is taken for 1"
TIMES = "rule 6 times come in order, and may repeat: each call is one more, whatever came at the same time"
OWN = "rule 6 each Orders has orders and a patience of its own: keep them in `self`"


def play(lab, patience, ready, otherwise, *calls):
    """One Orders through (time, wanted, arrive, break) after another, with every answer compared."""
    fleet = Fleet(lab, patience, ready)
    for call in calls:
        fleet.plan(*call)
    wrong = fleet.wrong(otherwise)
    assert not wrong, wrong


@pytest.mark.rule(3)
@pytest.mark.parametrize("ready", [0, 1, 4])
def test_what_is_wanted_and_not_there_is_ordered_once(lab, ready):
    play(lab, 90.0, ready, ONCE, (3, 7), (18, 7), (33, 7), (33, 9), (48, 9), (63, 12))


@pytest.mark.rule(2)
@pytest.mark.parametrize("patience", PATIENCE)
def test_an_order_that_is_too_old_is_ordered_again(lab, patience):
    almost, more = patience * (1 - 2**-10), patience * 1.5
    play(lab, patience, 2, OLD, (0, 5), (patience / 2, 6), (almost, 6), (patience, 6), (more, 6))
    play(lab, patience, 2, OLD, (1, 5), (1 + 3.25 * patience, 5), (1 + 3.5 * patience, 5), (1 + 7 * patience, 2))


@pytest.mark.rule(1)
@pytest.mark.parametrize("patience", PATIENCE)
def test_a_machine_that_has_arrived_fulfils_the_oldest_order(lab, patience):
    third = patience / 3
    play(
        lab, patience, 1, CAME, (0, 3), (third, 5), (2 * third, 5, 2), (3 * third, 5), (4 * third, 5, 1), (5 * third, 5)
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("patience", PATIENCE)
def test_who_has_arrived_at_last_has_not_failed(lab, patience):
    play(
        lab,
        patience,
        1,
        CAME,
        (0, 3),
        (patience / 2, 4),
        (patience, 4, 2),
        (1.25 * patience, 4),
        (1.5 * patience, 4, 1),
    )
    play(lab, patience, 1, CAME, (0, 3), (5 * patience, 3, 2), (5.5 * patience, 3))


@pytest.mark.rule(1)
def test_a_machine_that_broke_touches_no_order(lab):
    play(lab, 90.0, 5, BROKE, (0, 8), (15, 8, 0, 2), (30, 8, 1), (45, 8), (60, 8, 0, 1), (90, 8))


@pytest.mark.rule(1)
def test_machines_that_were_released_have_not_broken(lab):
    play(lab, 90.0, 9, CAME, (0, 5), (15, 7), (30, 7, 1), (45, 7, 1), (60, 3), (61, 9), (75, 9, 4), (90, 9), (151, 9))


@pytest.mark.rule(1)
def test_a_machine_that_nobody_expects_is_simply_ready(lab):
    play(lab, 30.0, 3, STRANGER, (0, 5), (30, 3), (40, 3, 2), (50, 6), (51, 6), (55, 6, 2), (60, 6, 2), (61, 8))


@pytest.mark.rule(3)
def test_hundreds_are_ordered_as_exactly_as_one(lab):
    play(lab, 90.0, 3, ONCE, (0, 15), (15, 500), (30, 500, 300), (45, 700))


@pytest.mark.rule(4)
def test_orders_are_called_off_before_ready_machines_go(lab):
    play(lab, 90.0, 4, FEWER, (0, 9), (15, 7), (30, 4), (45, 6), (60, 3), (75, 2), (80, 2))


@pytest.mark.rule(4)
@pytest.mark.parametrize("patience", PATIENCE)
def test_the_newest_orders_are_called_off_first(lab, patience):
    part = patience / 4
    play(
        lab,
        patience,
        2,
        FEWER,
        (0, 4),
        (part, 7),
        (2 * part, 5),
        (3 * part, 5),
        (4 * part, 5),
        (5 * part, 5),
        (8 * part, 5),
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("ready", [0, 1, 2, 6])
def test_the_last_machine_stays(lab, ready):
    play(lab, 90.0, ready, LAST, (0, 0), (15, 0), (30, 3), (45, 0), (60, 1), (75, 0, 1), (200, 0), (215, 1))


@pytest.mark.rule(6)
def test_times_are_in_order_and_may_repeat(lab):
    calls = [(0, 3), (0, 5), (0, 5), (0, 9, 1), (60, 9, 1), (60, 4), (60, 7, 2), (90, 7), (90, 8), (150, 8)]
    play(lab, 90.0, 1, TIMES, *calls)


@pytest.mark.rule(6)
def test_each_has_orders_and_a_patience_of_its_own(lab):
    one, other = Fleet(lab, 90.0, 1), Fleet(lab, 20.0, 3)
    for step, (wanted, arrive) in enumerate([(4, 0), (4, 0), (6, 1), (5, 0), (2, 1), (9, 0), (9, 3), (9, 0)]):
        other.plan(15.0 * step, 10 - wanted)
        one.plan(15.0 * step, wanted, arrive)
    for fleet in (one, other):
        wrong = fleet.wrong(OWN)
        assert not wrong, wrong


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@schedules(
    "3.orders", targets=list("0123459"), verbs=["wants", "wants", "come", "break"], until=60, most=14, examples=60
)
def test_it_is_the_rules_for_any_wishes_and_arrivals(lab, story):
    fleet, wanted = Fleet(lab, patience=6.25 + 1.5 * story.seed, ready=story.seed % 3), 2
    for event in story.events:
        number = int(event.target)
        wanted = number if event.verb == "wants" else wanted
        moves = {"come": {"arrive": number}, "break": {"breaks": number}}.get(event.verb, {})
        fleet.plan(0.25 * event.time, wanted, **moves)
        story.lines.append(f"{0.25 * event.time:8.2f} s  plan{fleet.calls[-1]} gives {fleet.found[-1]}")
    wrong = fleet.wrong(ONCE)
    assert not wrong, wrong
