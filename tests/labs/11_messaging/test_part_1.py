"""Lab 11, part 1: the outbox, rule by rule."""

import pytest

from .outbox import deaths, play
from .scene import call, life

ORDERS = [{"pizza": 1}, {}, 0, "", [], False, ("a", 1), "pizza"]
NUMBERS = [0, "0", 1, "1", "", "order", -3, 10**12]
TWO = [["place", 7, "pizza"], ["cancel", 7], ["place", 8, "soup"]]


@pytest.mark.rule(1)
@pytest.mark.parametrize("order", ORDERS, ids=repr)
def test_an_order_is_a_row(lab, order):
    seen = play(lab, "1", life(call(0, ["place", 7, order], ["place", 8, order], ["cancel", 8], ["place", 7, "soup"])))
    assert seen.orders == {("order", 7): ("placed", order), ("order", 8): ("cancelled", order)}, (
        f"After two orders of {order!r}, the second cancelled, the rows are {seen.orders}: `place` makes the row "
        "('order', number) the tuple ('placed', order), and `cancel` makes it ('cancelled', order)."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("number", NUMBERS, ids=repr)
@pytest.mark.parametrize("process", [0, 1])
def test_what_is_placed_again_changes_nothing(lab, number, process):
    script = [["place", number, "pizza"], ["place", number, "soup"], ["cancel", number], ["cancel", number]]
    again = [["place", number, "pizza"], ["cancel", number], ["cancel", "nobody"]]
    lives = [life(call(0, *script, *again))] if process == 0 else [life(call(0, *script)), life(call(0, *again))]
    seen = play(lab, "1", *lives)
    told = [error for _, error in seen.seen.returned()]
    assert seen.orders == {("order", number): ("cancelled", "pizza")} and not any(told), (
        f"Order {number!r} was placed and cancelled, each again and again: the rows are {seen.orders}, and the calls "
        f"ended with {told}. Placing an order that has a row, or cancelling one that has none or is cancelled, changes "
        "nothing, and raises nothing."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("order", ORDERS, ids=repr)
def test_each_change_is_published_with_its_order(lab, order):
    seen = play(lab, "2", life(call(0, ["place", 7, order], ["run"], ["cancel", 7], ["run"])))
    wanted = [("order.placed", (7, order)), ("order.cancelled", (7, order))]
    assert [each for n, each in enumerate(seen.published()) if each not in seen.published()[:n]] == wanted, (
        f"An order of {order!r} was placed and cancelled, with a run after each, and published was "
        f"{seen.published()}: an event of each change, with the body (number, order)."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("number", NUMBERS, ids=repr)
def test_whatever_its_number_an_order_is_published(lab, number):
    seen = play(lab, "2", life(call(0, ["place", number, "pizza"], ["cancel", number], ["run"])))
    assert {subject for subject, _ in seen.published()} == {"order.placed", "order.cancelled"}, (
        f"Order {number!r} was placed and cancelled, and published was {seen.published()}: an event of each change."
    )


@pytest.mark.rule(2)
def test_what_changes_nothing_is_not_published(lab):
    script = [["place", 7, "pizza"], ["cancel", 8], ["run"], ["place", 7, "soup"], ["run"], ["cancel", 7], ["run"]]
    seen = play(lab, "2", life(call(0, *script, ["cancel", 7], ["place", 7, "pizza"], ["run"])))
    events = {repr(event.rest[1:]) for event in seen.seen.of("publishes")}
    assert len(events) == 2, (
        f"An order was placed once and cancelled once, each of which was asked for again, and published was {events}: "
        "an event of each change that is committed, and of no other."
    )


@pytest.mark.rule(2)
def test_a_process_killed_at_any_call_leaves_no_order_unpublished(lab):
    """The orders and the relay in one process; in the next the relay alone."""
    for seen in deaths(lab, "2", [call(0, *TWO, ["run"])], [call(0, ["run"])]):
        seen.complete()


@pytest.mark.rule(2)
def test_an_order_that_is_placed_again_after_a_crash_is_published(lab):
    script = [call(0, *TWO, ["run"])]
    for seen in deaths(lab, "2", script, script):
        seen.complete()
        assert len(seen.changes) == 3, f"{seen.seen.deaths}Called again, the orders were changed by {seen.changes}."


@pytest.mark.rule(2)
@pytest.mark.parametrize("pause", [0.0, 0.003])
def test_a_second_crash_loses_no_event_either(lab, pause):
    script = [call(0, ["place", 7, "pizza"], ["run"]), call(pause, ["place", "7", "soup"])]
    for seen in deaths(lab, "2", script, [call(0, ["run"])], twice=True):
        seen.complete()


@pytest.mark.rule(2)
def test_orders_that_are_placed_at_once_are_all_published(lab):
    several = [call(0.0007 * n, ["place", n, f"order {n}"], ["cancel", n]) for n in range(9)]
    seen = play(lab, "2", life(*several, *(call(0.003 * n, ["run"]) for n in range(9)), call(3, ["run"]))).complete()
    assert len(seen.changes) == 18, (
        f"Nine orders were placed at once and cancelled, and the changes are {seen.changes}."
    )


@pytest.mark.rule(2)
def test_one_run_publishes_all_that_there_is(lab):
    several = [step for n in range(25) for step in (["place", n, f"order {n}"], ["cancel", n])]
    seen = play(lab, "2", life(call(0, *several, ["run"])))
    assert len(seen.published()) == 50, (
        f"Fifty changes were committed, and one `run` published {len(seen.published())}: it publishes what is "
        "committed and unpublished when it is called."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("leaves", [False, True])
def test_a_run_beside_another_publishes_what_that_one_did_not_find(lab, leaves):
    """An order is placed, and `run` is called, while the first run is at work, or has just been cancelled."""
    orders = [call(0, *(["place", n, "pizza"] for n in range(6))), call(1, ["run"])]
    script = [*orders, *[[1.04, "leave", 1]] * leaves, call(1.05, ["place", 7, "pizza"], ["run"])]
    seen = play(lab, "2", life(*script))
    assert ("order.placed", (7, "pizza")) in seen.published(), (
        f"Order 7 was committed while a `run` was {'cancelled' if leaves else 'at work'}, `run` was called again, and "
        f"published was {seen.published()}: `run` publishes what is committed and unpublished when it is called."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("loss", ["answer", "question"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_lost_commit_goes_to_the_caller_who_calls_again(lab, loss, number):
    script = [["place", 7, "pizza"], ["cancel", 7]]
    script.insert(number, script[number - 1])
    seen = play(lab, "1", life(call(0, *script), call(5, ["run"])), trouble={"rows": [None] * (number - 1) + [loss]})
    told = [error for _, error in seen.seen.returned()]
    assert told == [*[None] * (number - 1), "Lost", *[None] * (3 - number), None], (
        f"A commit was lost ({loss}), and the calls {script} ended with {told}: what a commit raises goes to the "
        "caller."
    )
    assert len(seen.changes) == 2, f"Called again, the orders were changed by {seen.changes}."


@pytest.mark.rule(2)
def test_a_lost_commit_of_an_order_is_published_if_it_was_done(lab):
    for number in range(3):
        for loss in ("answer", "question"):
            script = [call(0, *TWO), call(5, ["run"])]
            play(lab, "2", life(*script), trouble={"rows": [None] * number + [loss]}).complete()


@pytest.mark.rule(3)
def test_two_orders_whose_numbers_print_alike_have_two_ids(lab):
    several = [["place", number, "pizza"] for number in (0, "0", 1, "1", "", "1 2", "A", "a", "placed", "order.placed")]
    cancels = [["cancel", number] for _, number, _ in several]
    seen = play(lab, "3", life(call(0, *several, ["run"], *cancels, ["run"]))).complete()
    assert len(seen.ids) == 20, f"Twenty events were to be published, and there were {sorted(seen.ids)}."


@pytest.mark.rule(3)
def test_ids_differ_from_those_of_the_process_before(lab):
    first, second = [["place", 1, "pizza"], ["run"]], [["place", 2, "pizza"], ["cancel", 1], ["run"]]
    lives = [life(call(0, *first)), life(call(0, *second)), life(call(0, ["place", 3, "pizza"], ["run"]))]
    seen = play(lab, "3", *lives).complete()
    ids = list(map(repr, seen.ids.values()))
    assert len(set(ids)) == 4, f"Four events of three processes had the ids {ids}."


@pytest.mark.rule(3)
def test_an_id_is_the_same_after_a_crash(lab):
    repeated = 0
    for seen in deaths(lab, "3", [call(0, *TWO, ["run"])], [call(0, ["run"])]):
        repeated += len(seen.published()) - len(set(seen.published()))
    assert repeated > 0, "However it was killed, a relay never published an event twice: that cannot be at least once."
