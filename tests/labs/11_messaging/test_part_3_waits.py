"""Lab 11, part 3: who waits for whom."""

import pytest

from .scene import call, life
from .scene import play as any_play
from .steps import asked, desks, play, start


@pytest.mark.rule(8)
@pytest.mark.parametrize("gap", [0.0, 0.002, 0.02, 0.05])
@pytest.mark.parametrize("refused", [False, True])
@pytest.mark.parametrize("number", [0, 7])
def test_several_who_start_one_order_have_one_outcome(lab, gap, refused, number):
    script = [*(call(n * gap, start(number), start(number)) for n in range(3)), call(1.5 * gap, ["resume"])]
    seen = play(lab, "1", life(*script), desks=desks(refuses=[("bank", "pizza")] * refused))
    told = seen.seen.returned("start")
    assert told == [(not refused, None)] * 6 and len(seen.asked) == 3, (
        f"Three callers started one order, {gap} s apart, each twice, and it was resumed: they had {told}, and the "
        f"desks were asked {asked(seen)}. One call at a time works at an order, the others wait for it."
    )
    seen.whole()


@pytest.mark.rule(8)
@pytest.mark.parametrize("leave", [0.009, 0.012, 0.02, 0.03, 0.04, 0.06, 0.5, 1.25])
@pytest.mark.parametrize("other", ["start", "resume"])
def test_when_the_one_that_works_is_cancelled_the_others_go_on(lab, leave, other):
    second = start(7) if other == "start" else ["resume"]
    script = [call(0, start(7)), call(0.008, second), [max(leave, 0.0081), "leave", 0], call(9, start(7))]
    seen = play(lab, "1", life(*script), trouble={"bank": ["answer"]}).whole()
    told = [event.rest[4] for event in seen.seen.of("returned") if event.rest[0] == 1]
    assert told == [None] and len(seen.seen.done["post"]) == 1, (
        f"An order was started, then {other}ed, and the first caller was cancelled at {leave} s: the other ended with "
        f"{told}, and done is {seen.seen.done}. If the one that works at it was cancelled, they go on."
    )
    early = [event.time for event in seen.seen.of("returned") if event.rest[0] == 1 and event.time < leave]
    assert not early, f"The order was still being worked at, and {other!r} was back at {early[0]:.2f} s: it waits."


@pytest.mark.rule(8)
@pytest.mark.parametrize("leave", [0.02, 0.05, 0.5])
def test_of_several_who_wait_for_one_that_is_cancelled_one_goes_on(lab, leave):
    script = [*(call(0.008 * n, start(7)) for n in range(4)), [leave, "leave", 0]]
    late = [call(leave + gap, start(7)) for gap in (0.0, 0.012)]
    seen = play(lab, "1", life(*script, *late), trouble={"bank": ["answer"]})
    told = [value for value, error in seen.seen.returned() if error is None]
    asks = asked(seen)
    assert told == [True] * 5 and asks.count(("post", "do")) == 1 and len(asks) <= 6, (
        f"Four started one order, the first was cancelled at {leave} s, and two more came: they had {told}, and the "
        f"desks were asked {asks}. One call at a time works at an order; the others wait, and have its outcome."
    )


@pytest.mark.rule(8)
@pytest.mark.parametrize("who", [1, 2])
def test_one_who_waits_and_is_cancelled_takes_nobody_with_it(lab, who):
    script = [*(call(0.008 * n, start(7)) for n in range(3)), [0.05, "leave", who], call(0.06, start(7))]
    seen = play(lab, "1", life(*script), trouble={"bank": ["answer"]})
    told, asks = seen.seen.returned(), asked(seen)
    assert told == [(None, "CancelledError"), *[(True, None)] * 3] and len(asks) == 4, (
        f"Three started one order, one of those who waited was cancelled, and a fourth came: they had {told}, and the "
        f"desks were asked {asks}. One call at a time works at an order; the others wait for it, as before."
    )


@pytest.mark.rule(8)
def test_orders_that_are_alike_do_not_wait_for_each_other(lab):
    script = [call(0.1 * n, start(n)) for n in range(2)]
    seen = any_play(lab, 3, life(*script), desks=desks(), trouble={"bank": ["question"]}, options={"pause": 50.0})
    times = [event.time for event in seen.of("returned")]
    assert times[0] < 20 < times[1], (
        f"Two orders of one pizza were started, the first waits 50 s for the bank, and `start` returned at {times}. "
        "Different orders don't wait for each other."
    )


@pytest.mark.rule(8)
def test_resume_takes_on_others_while_one_is_being_worked_at(lab):
    several = [call(0, start(n, f"order {n}")) for n in (1, 2)]
    after = [[0, "trouble", "bank", "question"], call(0, start(1, "order 1")), call(0.07, ["resume"])]
    seen = play(lab, "1", life(*several, last=7), life(*after), options={"pause": 50.0})
    at = [event.time for event in seen.seen.of("at") if event.rest[0] == "post" and event.rest[4] == "order 2"]
    assert at and at[0] < 20, (
        f"Order 1 was being worked at for 50 s, and `resume` brought order 2 to the post at {at}: different orders "
        "don't wait for each other, in `resume` either."
    )


@pytest.mark.rule(8)
def test_orders_do_not_wait_for_each_other(lab):
    script = [call(0.1 * n, start(number, f"order {number!r}")) for n, number in enumerate([1, "1", "2", 2])]
    seen = play(
        lab, "1", life(*script), trouble={"bank": ["question", None, None, "answer"]}, options={"pause": 50.0}
    ).whole()
    late = {event.rest[2][0]: event.time for event in seen.seen.of("returned") if event.time > 3}
    assert set(late) == {1, 2}, (
        f"The bank lost what it was asked for the orders 1 and 2, not for '1' and '2', and they wait 50 s; "
        f"late were the orders {sorted(late, key=str)}. Different orders don't wait for each other."
    )


@pytest.mark.rule(8)
def test_resume_does_not_take_one_order_after_the_other(lab):
    several = [call(0, start(n, f"order {n}")) for n in range(30)]
    seen = play(lab, "1", life(*several, last=75), life(call(0, ["resume"]))).whole()
    took = [event.time for event in seen.seen.events if event.process == 1]
    ended = max(event.time for event in seen.seen.of("returned")) - min(took)
    assert len(seen.seen.done["post"]) == 30 and ended < 0.9, (
        f"Thirty orders were under way when a process was killed; `resume` took {ended:.2f} s, and brought "
        f"{len(seen.seen.done['post'])} of them to their end. Different orders don't wait for each other, in `resume` "
        "either."
    )


@pytest.mark.rule(8)
def test_an_order_that_waits_to_be_undone_holds_up_no_other(lab):
    made = desks(refuses=[("bank", "bad")])
    script = [
        call(0, start(1, "bad")),
        call(0.001, start(2, "good")),
        call(0.002, start(3, "fine")),
        [0.052, "crash", "stock"],
        *([0.055, "leave", n] for n in range(3)),
        call(0.06, ["resume"]),
        [40.0, "restart", "stock"],
    ]
    seen = play(lab, "1", life(*script), desks=made).whole()
    at = {event.rest[4]: event.time for event in seen.seen.of("at") if event.rest[0] == "post"}
    late = [order for order, time in at.items() if time > 20]
    assert set(at) == {"good", "fine"} and not late, (
        f"One order could not be undone for 40 s, and `resume` brought the others on to the post at {at} only: "
        "different orders don't wait for each other, in `resume` either."
    )
