"""Lab 11, part 3: killed at every call, and killed again."""

import pytest

from .scene import call, life
from .steps import NAMES, deaths, desks, play, start


def outcomes(found):
    return {seen.seen.returned("start")[-1] for seen in found if seen.seen.returned("start")}


@pytest.mark.rule(5, 6)
@pytest.mark.parametrize("number", [7, ""], ids=repr)
def test_a_step_has_its_key_in_the_next_process_too(lab, number):
    for after in (["resume"], start(number)):
        made = desks(refuses=[("post", "pizza")])
        deaths(lab, "5", [call(0, start(number))], [call(0, after)], desks=made)


@pytest.mark.rule(6)
@pytest.mark.parametrize("refused", [None, *NAMES])
@pytest.mark.parametrize("number", [0, "a"], ids=repr)
def test_after_a_crash_at_any_call_start_brings_it_to_its_end(lab, refused, number):
    made = desks(refuses=[(refused, "pizza")] if refused else [])
    found = deaths(lab, "6", [call(0, start(number))], [call(0, start(number))], desks=made)
    assert outcomes(found) == {(not refused, None)}, (
        f"Refused by {refused or 'nobody'} and killed at every call, in the next process `start` had "
        f"{outcomes(found)}: it brings the order to its end."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("refused", [None, "post"])
def test_a_process_that_is_killed_while_it_resumes_is_one_more_crash(lab, refused):
    made = desks(refuses=[(refused, "pizza")] if refused else [])
    script = [call(0, start(7, "pizza" if refused else ""))]
    for seen in deaths(lab, "6", script, [call(0, ["resume"])], twice=True, desks=made):
        undone = [what for _, what, _ in seen.asked if what == "undo"]
        assert refused or not undone, f"{seen.seen.deaths}Nobody refused, and the desks were asked {seen.asked}."


@pytest.mark.rule(6)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("loss", ["answer", "question", 5.5])
def test_a_crash_while_an_order_is_given_up_leaves_nothing_half_done(lab, name, loss):
    """A new process may count anew, and then the order is done after all; half of it never is."""
    options = {"tries": 2, "pause": 0.5}
    deaths(lab, "6", [call(0, start(7))], [call(0, ["resume"])], trouble={name: [loss] * 2}, options=options)


@pytest.mark.rule(6)
@pytest.mark.parametrize("name", NAMES)
def test_a_desk_that_is_down_after_the_crash_leaves_nothing_half_done(lab, name):
    """It may have done its step, and those behind it theirs."""
    after = [[0, "crash", name], call(0, ["resume"]), [5, "restart", name]]
    deaths(lab, "6", [call(0, start(7))], after, options={"tries": 2, "pause": 0.5})


@pytest.mark.rule(6)
def test_a_crash_while_undoing_is_lost_leaves_nothing_half_done(lab):
    made, trouble = (
        desks(refuses=[("post", "pizza")]),
        {"bank": ["answer", "question", "answer"], "stock": [None, "answer"]},
    )
    deaths(
        lab,
        "6",
        [call(0, start(7))],
        [call(0, ["resume"])],
        desks=made,
        trouble=trouble,
        options={"tries": 2, "pause": 0.1},
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("after", ["resume", "start"])
def test_several_orders_are_resumed_each_its_own_way(lab, after):
    made = desks(refuses=[("bank", "b"), ("post", "c")])
    script = [call(0.013 * n, start(n, name)) for n, name in enumerate("abc")]
    again = script if after == "start" else [call(0, ["resume"])]
    for seen in deaths(lab, "6", script, again, desks=made):
        done = sorted(order for _, order in seen.seen.done["post"])
        begun = {one for _, _, one in seen.asked}
        assert done == ["a"] * ("'a'" in begun), (
            f"{seen.seen.deaths}Three orders were under way, of which b and c are refused, and done are {done}: each "
            "order is brought to its end, and each its own way."
        )


@pytest.mark.rule(6, 9)
@pytest.mark.parametrize("loss", ["answer", "question"])
def test_a_crash_and_lost_commits(lab, loss):
    made = desks(refuses=[("post", "pizza")])
    deaths(lab, "6", [call(0, start(7))], [call(0, ["resume"])], desks=made, trouble={"rows": [loss, None] * 4})


@pytest.mark.rule(7)
@pytest.mark.parametrize("refused", [None, "post"])
def test_resume_asks_no_desk_for_what_came_to_its_end(lab, refused):
    made = desks(refuses=[("post", "order 3")] if refused else [])
    several = [call(0, start(n, f"order {n}")) for n in (0, "", 3)]
    lives = life(*several), life(call(0, ["resume"])), life(call(0, ["resume"], start(0, "order 0")))
    seen = play(lab, "7", *lives, desks=made)
    late = [event for event in seen.seen.of("asks") if event.process > 0]
    assert not late, f"All orders were at their end, and `resume` in the next process asked {late[0].rest[0]} for one."


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@pytest.mark.parametrize("refused", [None, "post"])
def test_a_crash_and_a_lost_answer(lab, refused):
    """All rules at once: which desk may be asked for what, under which key, and where an order ends."""
    made = desks(refuses=[(refused, "pizza")] if refused else [])
    trouble = {name: [None, "answer"] for name in NAMES}
    trouble["bank"] = ["answer"]
    deaths(lab, "12356", [call(0, start(7))], [call(0, ["resume"])], desks=made, trouble=trouble)
