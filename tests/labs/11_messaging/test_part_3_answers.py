"""Lab 11, part 3: desks that lose questions and answers, that are late, and down."""

from itertools import pairwise, product

import pytest

from .scene import call, life
from .steps import NAMES, asked, desks, play, play_all, start

LOSSES = {"answer": "answer", "question": "question", "late": 7.5}


def expected(refused, losses, tries):
    """(desk, what) of all that is asked, and whether it is done: of each desk so many calls are lost."""
    left, asked = dict(losses), []

    def answered(name, what):
        asked.append((name, what))
        left[name] = left.get(name, 0) - 1
        return left[name] < 0

    doing = []
    for name in NAMES:
        if not any(answered(name, "do") for _ in range(tries)):
            doing.append(name)
            break
        if name == refused:
            break
        doing.append(name)
    else:
        return asked, True
    for name in reversed(doing):
        while not answered(name, "undo"):
            pass
    return asked, False


@pytest.mark.rule(3)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", NAMES)
def test_lost_is_no_refusal(lab, loss, name):
    seen = play(lab, "3", life(call(0, start(7))), trouble={name: [LOSSES[loss]]})
    wanted, _ = expected(None, {name: 1}, 5)
    assert asked(seen) == wanted and seen.seen.returned() == [(True, None)], (
        f"{name} lost a call ({loss}), and the desks were asked {asked(seen)}; `start` ended with "
        f"{seen.seen.returned()}. Lost is no refusal: the desk is asked again."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pause", [1.0, 0.25, 7.0])
def test_a_desk_that_is_down_is_asked_again_when_it_is_up(lab, name, pause):
    options = {} if pause == 1.0 else {"pause": pause}
    script = [[0, "crash", name], call(0, start(7)), [2.5 * pause, "restart", name]]
    seen = play(lab, "3", life(*script), options=options)
    wanted, _ = expected(None, {name: 3}, 5)
    assert asked(seen) == wanted and seen.seen.returned() == [(True, None)], (
        f"{name} was down for {2.5 * pause} s, the pause being {pause} s, and the desks were asked {asked(seen)}; "
        f"`start` ended with {seen.seen.returned()}. Unavailable is no refusal: the desk is asked again, `pause` "
        "seconds later."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("tries", [1, 2, 5, 7])
@pytest.mark.parametrize("name", NAMES)
def test_a_desk_that_never_answers_is_given_up_and_undoes_first(lab, loss, tries, name):
    options = {"tries": tries} if tries != 5 else {}
    lost = [LOSSES[loss] if loss != "late" else 20.0] * tries
    seen = play(lab, "3", life(call(0, start(7))), trouble={name: lost}, options=options)
    wanted, _ = expected(None, {name: tries}, tries)
    assert asked(seen) == wanted, (
        f"{name} gave no answer {tries} times, with tries={tries}, and the desks were asked {asked(seen)}: it is asked "
        "`tries` times in all, then the order is given up, and this desk undoes too, and first: its step may have "
        "been done, or may be done later."
    )
    assert seen.seen.returned() == [(False, None)], (
        f"An order was given up, and `start` ended with {seen.seen.returned()}: False."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("loss", ["answer", "question"])
def test_the_last_attempt_counts(lab, loss):
    for name, tries in product(NAMES, (2, 3, 5)):
        options = {"tries": tries}
        seen = play(lab, "3", life(call(0, start(7))), trouble={name: [loss] * (tries - 1)}, options=options)
        assert seen.seen.returned() == [(True, None)], (
            f"{name} lost {tries - 1} answers, with tries={tries}, and `start` ended with {seen.seen.returned()}: a "
            "desk is asked `tries` times in all."
        )


@pytest.mark.rule(3)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("loss", ["answer", "question"])
def test_a_refusal_whose_answer_was_lost_is_a_refusal(lab, name, loss):
    made = desks(refuses=[(name, "pizza")])
    seen = play(lab, "3", life(call(0, start(7))), trouble={name: [loss, loss]}, desks=made)
    wanted, _ = expected(name, {name: 2}, 5)
    assert asked(seen) == wanted and seen.seen.returned() == [(False, None)], (
        f"{name} refused, and its first two answers were lost; the desks were asked {asked(seen)}. When it refuses it "
        "is not asked any more, and the others undo."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("loss", ["answer", "question", "late"])
@pytest.mark.parametrize("count", [1, 2, 9])
@pytest.mark.parametrize("name", ["stock", "bank"])
def test_an_undo_is_asked_until_it_returns(lab, loss, count, name):
    made = desks(refuses=[("post", "pizza")])
    seen = play(lab, "4", life(call(0, start(7))), trouble={name: [None] + [LOSSES[loss]] * count}, desks=made)
    undone = [(each, "undo") for each in ("bank", "stock") for _ in range(1 + count * (each == name))]
    assert [one for one in asked(seen) if one[1] == "undo"] == undone and seen.seen.returned() == [(False, None)], (
        f"{name} lost {count} calls to undo ({loss}), and the desks were asked {asked(seen)}; `start` ended with "
        f"{seen.seen.returned()}. An `undo` that ended with an error is asked again until it returns."
    )


@pytest.mark.rule(3, 4)
@pytest.mark.parametrize("pause", [1.0, 0.25, 7.0])
def test_between_two_attempts_there_is_the_pause(lab, pause):
    options = {} if pause == 1.0 else {"pause": pause}
    made, trouble = desks(refuses=[("post", "pizza")]), {name: ["question", "answer"] for name in NAMES}
    trouble["stock"], trouble["bank"] = [None, "question", "answer"], ["question", None, "answer"]
    seen = play(lab, "34", life(call(0, start(7))), desks=made, trouble=trouble, options=options).seen
    events = seen.of("asks", "told")
    for one, two in pairwise(events):
        if one.what == "told":
            gap, again = two.time - one.time, one.rest[3] == "Lost"
            assert (pause - 1e-9 < gap < pause + 0.1) if again else gap < 0.1, (
                f"{one.rest[0]} was asked to {one.rest[1]} and ended with {one.rest[3]}; the next desk was asked "
                f"{gap:.3f} s later. After an error the desk is asked again `pause` seconds later, here {pause}, and "
                "otherwise nobody waits."
            )


@pytest.mark.rule(4)
@pytest.mark.parametrize("tries", [1, 5])
def test_a_desk_that_is_down_undoes_when_it_is_up(lab, tries):
    script = [call(0, start(7)), [0.05, "crash", "stock"], [75.0, "restart", "stock"]]
    seen = play(
        lab,
        "4",
        life(*script),
        desks=desks(refuses=[("post", "pizza")]),
        trouble={"post": ["question"] * 2},
        options={"tries": max(tries, 3)},
    )
    told = seen.seen.returned()
    assert told == [(False, None)] and not seen.seen.done["stock"], (
        f"The stock was down for 75 s when it was to undo its step: `start` ended with {told}, and done is "
        f"{seen.seen.done}. It is asked again until it returns, however often that takes."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("down", [0, 0.5])
@pytest.mark.parametrize("name", NAMES)
def test_a_desk_that_is_down_when_it_is_given_up_undoes_too(lab, down, name):
    """Down from the beginning, or after its first answer was lost."""
    script = [*[[0, "crash", name]] * (down == 0), call(0, start(7)), [0.5, "crash", name], [2.0, "restart", name]]
    trouble = {name: ["answer"] if down else []}
    seen = play(lab, "3", life(*script), trouble=trouble, options={"tries": 2})
    mine = [what for desk, what in asked(seen) if desk == name]
    assert mine[:3] == ["do", "do", "undo"] and seen.seen.returned() == [(False, None)], (
        f"{name} went down {down} s after an order had been started, with tries=2, and was asked {mine}; `start` ended "
        f"with {seen.seen.returned()}. None of its attempts was answered: the order is given up, and this desk undoes "
        "too, for its step may have been done."
    )


@pytest.mark.rule(1, 2, 3, 4)
def test_whatever_is_lost_the_desks_are_asked_what_the_rules_say(lab):
    many, wanted = [], []
    for refused, loss in product([None, *NAMES], ["answer", "question"]):
        for counts in product([0, 1, 2], repeat=3):
            losses = dict(zip(NAMES, counts, strict=True))
            trouble = {name: [loss] * count for name, count in losses.items()}
            made = desks(refuses=[(refused, "pizza")] if refused else [])
            world = {"trouble": trouble, "desks": made, "options": {"tries": 2, "pause": 0.5}}
            words = f"Refused by {refused or 'nobody'}, with so many calls lost ({loss}): {losses}. "
            many.append(([life(call(0, start(7)))], world, words))
            wanted.append(expected(refused, losses, 2))
    for seen, (calls, done) in zip(play_all(lab, "1234", many), wanted, strict=True):
        assert asked(seen) == calls and seen.seen.returned() == [(done, None)], (
            f"{seen.seen.deaths}With tries=2 the desks were asked {asked(seen)}, and by the rules (3 and 4) they are "
            f"asked {calls}; `start` ended with {seen.seen.returned()}."
        )
