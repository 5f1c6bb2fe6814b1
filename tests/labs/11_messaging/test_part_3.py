"""Lab 11, part 3: the saga, rule by rule, where nobody is killed."""

import pytest

from .scene import call, life
from .scene import play as any_play
from .steps import NAMES, asked, desks, play, start

MANY = ["stock", "bank", "post", "fleet", "loyalty"]


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("order", ["pizza", 0, "", {}, False], ids=repr)
def test_all_desks_are_asked_in_their_order(lab, count, order):
    names = MANY[:count]
    seen = play(lab, "1", life(call(0, start(7, order))), desks=desks(*names))
    assert asked(seen, order) == [(name, "do") for name in names] and seen.seen.returned() == [(True, None)], (
        f"An order {order!r} went to {names}; they were asked {asked(seen, order)}, and `start` ended with "
        f"{seen.seen.returned()}: each does its step, in the order of the list, and then it returns True."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("losses", [[], ["answer"]])
def test_no_desk_is_asked_before_the_order_is_committed(lab, losses):
    seen = play(lab, "", life(call(0, start(7))), trouble={"rows": losses}).seen
    first = [event.what for event in seen.of("committed", "asks")][:1]
    assert first == ["committed"], (
        f"Of the first commits {losses or 'none'} were lost, and a desk was asked before anything was committed: no "
        "desk is asked before it is committed that the order was begun."
    )


@pytest.mark.rule(5)
def test_orders_whose_numbers_print_alike_have_keys_of_their_own(lab):
    numbers = [0, "0", 1, "1", "", "01", "0 1", 10, "A", "a"]
    script = [call(0, start(number, f"order {number!r}")) for number in numbers]
    play(lab, "5", life(*script), desks=desks(refuses=[("post", "order '1'")]))


@pytest.mark.rule(5)
def test_orders_that_are_alike_have_keys_of_their_own(lab):
    script = [call(0.3 * n, start(n)) for n in range(3)]
    seen = any_play(lab, 3, life(*script), desks=desks())
    keys = [{event.rest[2] for event in seen.of("at") if event.rest[0] == name} for name in NAMES]
    assert [len(each) for each in keys] == [3, 3, 3] and len(set().union(*keys)) == 9, (
        f"Three orders of one pizza went through three desks, under the keys {keys}: a step has a key that no other "
        "step has, of this order or of another."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("loss", ["answer", "question"])
def test_a_step_has_one_key_at_every_attempt(lab, loss):
    trouble = {"stock": [None, *[loss] * 7], "bank": [loss] * 4, "post": [loss]}
    play(lab, "5", life(call(0, start(7))), trouble=trouble, desks=desks(refuses=[("post", "pizza")]))


@pytest.mark.rule(2)
@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("order", ["pizza", 0, ""], ids=repr)
def test_a_refusal_undoes_what_was_done_in_reverse(lab, count, order):
    names = MANY[:count]
    for place, name in enumerate(names):
        seen = play(lab, "2", life(call(0, start(7, order))), desks=desks(*names, refuses=[(name, order)]))
        wanted = [(each, "do") for each in names[: place + 1]] + [(each, "undo") for each in names[:place][::-1]]
        assert asked(seen, order) == wanted, (
            f"Of {names}, {name} refused the order, and they were asked {asked(seen, order)}: those that have done "
            "their step undo it, the last one first, and the one that refused is not asked any more."
        )
        assert seen.seen.returned() == [(False, None)], (
            f"{name} refused, and `start` ended with {seen.seen.returned()}: when a desk refuses, all that was done is "
            "undone, and then it returns False."
        )


@pytest.mark.rule(2)
@pytest.mark.parametrize("gap", [0.0, 0.011, 0.3])
def test_nobody_elses_refusal_matters(lab, gap):
    orders = [(number, f"order {number}") for number in range(6)]
    refuses = [("bank", "order 1"), ("post", "order 4"), ("stock", "order 5")]
    script = [call(n * gap, start(*each)) for n, each in enumerate(orders)]
    seen = play(lab, "2", life(*script), desks=desks(refuses=refuses))
    done = {event.rest[2][0]: event.rest[3] for event in seen.seen.of("returned")}
    assert done == {number: number not in (1, 4, 5) for number, _ in orders}, (
        f"Of six orders three were refused, 1, 4 and 5, and `start` returned {done}: each order is alone."
    )


@pytest.mark.rule(2)
def test_an_order_like_one_that_was_refused_is_asked_for_too(lab):
    script = [call(30 * n, start(n)) for n in range(2)]
    seen = any_play(lab, 3, life(*script), desks=desks(refuses=[("bank", "pizza")]))
    asks = [event.rest[:2] for event in seen.of("asks")]
    assert asks == [("stock", "do"), ("bank", "do"), ("stock", "undo")] * 2, (
        f"Two orders of one pizza came, which the bank refuses, and the desks were asked {asks}: each order is alone, "
        "and what was refused to one is asked for another."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize(("refused", "count"), [(None, 3), ("stock", 1), ("bank", 3)])
@pytest.mark.parametrize("process", [0, 1])
@pytest.mark.parametrize("number", [0, "", 7], ids=repr)
def test_an_order_that_came_to_its_end_stays_there(lab, refused, count, process, number):
    after = [call(5, start(number), ["resume"], start(number), ["resume"])]
    lives = [life(call(0, start(number)), *after)] if process == 0 else [life(call(0, start(number))), life(*after)]
    seen = play(lab, "7", *lives, desks=desks(refuses=[(refused, "pizza")]))
    told = seen.seen.returned("start")
    assert told == [(not refused, None)] * 3, (
        f"An order came to its end and was started twice more, and `start` ended with {told}: it returns the same "
        "again."
    )
    assert len(seen.asked) == count, (
        f"An order was at its end, refused by {refused or 'nobody'}; after `start` and `resume` the desks had been "
        f"asked {asked(seen)}: neither asks a desk for it any more."
    )


@pytest.mark.rule(9)
@pytest.mark.parametrize("loss", ["answer", "question"])
@pytest.mark.parametrize("refused", [False, True])
@pytest.mark.parametrize("count", [1, 7])
def test_a_lost_commit_is_committed_again(lab, loss, refused, count):
    times = 2 if count == 1 else 1
    for place in range(6):
        trouble = {"rows": [None] * place + [loss] * count}
        refuses = [("post", "pizza")] * refused
        seen = play(
            lab,
            "9",
            life(call(0, *[start(7)] * times)),
            life(call(0, start(7))),
            desks=desks(refuses=refuses),
            trouble=trouble,
        )
        late = [event for event in seen.seen.of("asks") if event.process > 0]
        assert seen.seen.returned() == [(not refused, None)] * (times + 1) and not late, (
            f"Commits were lost ({loss}), {count} from the {place + 1}th on, and `start` ended with "
            f"{seen.seen.returned()}, the last one in the next process, which asked {len(late)} desks: Lost from a "
            "commit does not go to the caller, it is committed until it is known to be."
        )
