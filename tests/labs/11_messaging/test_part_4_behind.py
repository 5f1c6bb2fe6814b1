"""Lab 11, part 4: messages of an order that has one on the list."""

import pytest

from .letters import fails, play, takes
from .scene import call, life

LIST = call(60, ["dead"])


@pytest.mark.rule(4)
@pytest.mark.parametrize("number", [0, "", "ann", 1], ids=repr)
@pytest.mark.parametrize("process", [0, 1])
def test_later_messages_of_the_order_go_behind_and_others_go_on(lab, number, process):
    others = [other for other in (0, "0", "", 1, "1", "ann", "anna") if other != number]
    calls = [takes("m1", number), takes("m2", number), *(takes(f"of {each!r}", each) for each in others)]
    calls += [takes("m3", number)]
    lives = [life(call(0, *calls), LIST)] if process == 0 else [*(life(call(0, one)) for one in calls), life(LIST)]
    seen = play(lab, *lives, plans={"m1": fails(1)}, options={"most": 1})
    assert seen.lists() == [[("m1", "no address"), ("m2", "behind"), ("m3", "behind")]], (
        f"Message m1 of order {number!r} was dead, and m2 and m3 of it came: dead are {seen.lists()[0]}. While an "
        "order has a message on the list, its later ones go to the end of the list, with the reason 'behind'."
    )
    assert seen.done() == [f"of {each!r}" for each in others] and seen.told() == [None] * len(calls), (
        f"Order {number!r} had a dead message, and messages of the orders {others} came; worked were {seen.done()}, "
        f"and the deliveries ended with {seen.told()}. Messages of other orders are worked."
    )


@pytest.mark.rule(4)
def test_behind_one_that_is_behind(lab):
    """The first leaves the list, the second fails, and a third comes."""
    calls = [takes("m1"), takes("m2"), ["redrive"], ["dead"], takes("m3"), ["dead"], ["redrive"], takes("m4"), ["dead"]]
    seen = play(lab, life(call(0, *calls)), plans={"m1": fails(1), "m2": fails(1)}, options={"most": 1})
    assert seen.lists() == [[("m2", "no address")], [("m2", "no address"), ("m3", "behind")], []], (
        f"Of three messages of an order m1 was dead and redriven, m2 was behind it and failed then, and m3 came: the "
        f"list was {seen.lists()[:2]}, and after another redrive {seen.lists()[2]}. While an order has a message on "
        "the list, its later ones go behind."
    )
    assert seen.tried()[-1] == "m4", "Nothing of the order was on the list any more, and m4 of it was not worked."


@pytest.mark.rule(4)
def test_a_message_that_has_failed_and_is_not_dead_holds_up_nobody(lab):
    calls = [takes("m1"), takes("m2"), takes("m1"), takes("m3")]
    seen = play(lab, life(call(0, *calls), LIST), plans={"m1": fails(2)})
    assert seen.done() == ["m2", "m3"] and seen.lists() == [[]], (
        f"A message failed twice, with most=3, and others of its order came: worked were {seen.done()}, and dead are "
        f"{seen.lists()[0]}. They wait only while a message is on the list."
    )
