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
    worked = [f"of {each!r}" for each in others]
    assert set(worked) <= set(seen.done()) and seen.told() == [None] * len(calls), (
        f"Order {number!r} had a dead message, and messages of the orders {others} came; worked were {seen.done()}, "
        f"and the deliveries ended with {seen.told()}: later ones go to the list, and messages of other orders are "
        "worked."
    )
    assert seen.lists() == [[("m1", "no address"), ("m2", "behind"), ("m3", "behind")]], (
        f"Message m1 of order {number!r} was dead, and m2 and m3 of it came: dead are {seen.lists()[0]}. While an "
        "order has a message on the list, its later ones go to the end of the list, with the reason 'behind'."
    )


@pytest.mark.rule(4)
def test_of_two_orders_with_dead_messages_each_has_its_own_behind_it(lab):
    calls = [takes(id, id[0]) for id in ("a1", "b1", "c1", "a2", "b2", "d1", "c2")]
    plans = {id: fails(1) for id in ("a1", "b1", "c1")}
    seen = play(lab, life(call(0, *calls), LIST), plans=plans, options={"most": 1})
    assert seen.done() == ["d1"] and sorted(id for id, _ in seen.lists()[0]) == ["a1", "a2", "b1", "b2", "c1", "c2"], (
        f"The orders a, b and c had a dead message each, and more came of them and of d: worked were {seen.done()}, "
        f"and dead are {seen.lists()[0]}. While an order has a message on the list, its later ones go behind."
    )


@pytest.mark.rule(4)
def test_one_that_has_failed_before_goes_behind_too(lab):
    script = [takes("m1"), *[takes("m2")] * 3, takes("m1"), ["dead"]]
    seen = play(lab, life(call(0, *script)), plans={"m1": fails(1), "m2": fails(3)})
    assert seen.lists() == [[("m2", "no address"), ("m1", "behind")]] and seen.tried()[-1] == "m2", (
        f"m1 failed once, m2 of its order died, and m1 came again: worked were {seen.tried()}, and dead are "
        f"{seen.lists()[0]}. What comes of an order that has a message on the list goes behind, whether or not it "
        "failed before."
    )


@pytest.mark.rule(4)
def test_a_copy_of_one_that_is_behind_changes_nothing(lab):
    calls = [takes("m1"), takes("m2"), takes("m3"), takes("m2"), takes("m3"), ["dead"]]
    seen = play(lab, life(call(0, *calls)), plans={"m1": fails(1)}, options={"most": 1})
    assert seen.lists() == [[("m1", "no address"), ("m2", "behind"), ("m3", "behind")]], (
        f"m2 and m3 were behind m1, and copies of them came: dead are {seen.lists()[0]}. A copy changes nothing."
    )
