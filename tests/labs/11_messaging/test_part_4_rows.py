"""Lab 11, part 4: rows: counts that are gone, the list, and lost commits."""

import pytest

from .letters import fails, play, takes
from .scene import call, life

LIST = call(60, ["dead"])


@pytest.mark.rule(2)
@pytest.mark.parametrize("most", [2, 3, 5])
def test_after_one_failure_a_count_is_gone_too(lab, most):
    seen = play(lab, life(call(0, takes("m"), takes("m")), LIST), plans={"m": fails(1)}, options={"most": most})
    assert seen.told() == ["ValueError", None] and not seen.rows(), (
        f"A message failed once and was done, with most={most}, and your rows are {seen.rows()}: when it is done its "
        "count is gone."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("end", ["done", "dead"])
def test_the_end_of_one_message_leaves_the_count_of_another(lab, end):
    plans = {"m": fails(99), "n": fails(1 if end == "done" else 99)}
    calls = [takes("m"), takes("n"), takes("m"), *[takes("n")] * 2, takes("m"), takes("m")]
    seen = play(lab, life(call(0, *(takes(call[1][0], call[1][0]) for call in calls)), LIST), plans=plans)
    told = [seen.told()[n] for n in (0, 2, 5, 6)]
    assert told == ["ValueError"] * 2 + [None, None] and "m" in [id for id, _ in seen.lists()[0]], (
        f"A message failed each time, and between its second and third delivery another one was {end}: its deliveries "
        f"ended with {told}, with most=3. Each message counts alone."
    )


@pytest.mark.rule(2)
def test_when_a_message_that_went_behind_is_done_its_count_is_gone(lab):
    """It has failed once when another one of its order dies."""
    script = [takes("m1"), *[takes("m2")] * 3, takes("m1"), ["dead"], ["redrive"], *[takes("m1")] * 2]
    plans = {"m1": [*fails(1), *fails(9)], "m2": fails(3)}
    seen = play(lab, life(call(0, *script), LIST), plans=plans)
    assert seen.lists()[0] == [("m2", "no address"), ("m1", "behind")], (
        f"A message failed once, another one of its order died, and the first came again: dead were {seen.lists()[0]}."
    )
    assert seen.told()[-2:] == ["ValueError"] * 2, (
        "A message failed once, went behind another one, was done by `redrive`, and came again and failed twice, with "
        f"most=3: that ended with {seen.told()[-2:]}. When it is done its count is gone."
    )
    seen = play(lab, life(call(0, *script[:-2]), LIST), plans=plans)
    assert not seen.rows(), f"All are done, and your rows are {seen.rows()}: when a message is done its rows are gone."


@pytest.mark.rule(2)
def test_what_failed_in_a_redrive_leaves_no_row_when_it_is_done(lab):
    script = [*[takes("m")] * 3, ["redrive"], ["redrive"]]
    seen = play(lab, life(call(0, *script), LIST), plans={"m": fails(4)})
    assert not seen.rows(), (
        f"A message was dead, failed in a `redrive` and was done in the next, and your rows are {seen.rows()}: when "
        "it is done its rows are gone."
    )


@pytest.mark.rule(3)
def test_the_list_holds_messages_as_they_first_came(lab):
    calls = [takes("m", "ann", {"a": 1}), takes("n", "ann", ("b", 0)), takes("m", "ann", "other"), takes("n", "bob")]
    seen = play(lab, life(call(0, *calls, ["dead"])), plans={"m": fails(1)}, options={"most": 1})
    assert seen.tried() == ["m"] and seen.messages() == [("m", "ann", {"a": 1}), ("n", "ann", ("b", 0))], (
        f"Two messages were on the list, and others with their ids came: worked were {seen.tried()}, and dead are "
        f"{seen.messages()}. What has the id of a dead message is a copy of it, is not worked, and changes nothing."
    )


@pytest.mark.rule(3)
def test_who_dies_after_a_redrive_is_at_the_end_of_the_list(lab):
    calls = [*(takes(id, id) for id in "abc"), ["redrive"], *(takes(id, id) for id in "da"), ["dead"]]
    plans = {"a": [*fails(1), *fails(9)], "b": fails(9), "c": fails(9), "d": fails(9)}
    seen = play(lab, life(call(0, *calls)), plans=plans, options={"most": 1})
    assert [id for id, _ in seen.lists()[0]] == ["b", "c", "d", "a"], (
        f"Of a, b and c, all dead, a was redriven and done; then d died, and a once more: dead are {seen.lists()[0]}, "
        "and they died in the order b, c, d, a."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("loss", ["answer", "question"])
def test_a_lost_commit_goes_to_the_caller(lab, loss):
    """Of a failure, of a death, and of one that goes behind."""
    for place in range(2):
        script = [call(0, *[takes("m")] * 4), call(5, takes("n"), takes("n"), ["dead"])]
        trouble = {"rows": [None] * place + [loss, None, loss][: 3 - place]}
        seen = play(lab, life(*script), plans={"m": fails(99)}, trouble=trouble, options={"most": 2})
        assert "Lost" in seen.told() and [id for id, _ in seen.lists()[0]] == ["m", "n"], (
            f"Commits were lost ({trouble['rows']}), and six deliveries ended with {seen.told()}; dead are "
            f"{seen.lists()[0]}. What a commit raises goes to the caller, who delivers again: `letters` returns when "
            "the message is on the list."
        )
        lost = [event for event in seen.seen.of("returned") if event.rest[4] == "Lost"]
        assert len(lost) == len([one for one in trouble["rows"] if one]), (
            f"Commits were lost ({trouble['rows']}), and the deliveries ended with {seen.told()}: what a commit raises "
            "goes to the caller."
        )
