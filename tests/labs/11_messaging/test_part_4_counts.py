"""Lab 11, part 4: counts that are gone, and the list."""

import pytest

from .letters import fails, play, takes
from .scene import call, life

LIST = call(60, ["dead"])


@pytest.mark.rule(2)
@pytest.mark.parametrize("ids", [("a", "b"), (0, "0"), ("", 0), (1, "1")], ids=repr)
@pytest.mark.parametrize("number", [None, "ann"])
def test_each_message_counts_alone(lab, ids, number):
    one, two = (takes(id, number or f"order {id!r}") for id in ids)
    seen = play(lab, life(call(0, one, two, one, two), LIST), plans={id: fails(99) for id in ids})
    assert seen.told() == ["ValueError"] * 4 and seen.lists() == [[]], (
        f"The messages {ids[0]!r} and {ids[1]!r} failed twice each, with most=3: they ended with {seen.told()}, and "
        f"dead are {seen.lists()[0]}. Each message counts alone."
    )


@pytest.mark.rule(2)
def test_when_a_message_is_done_its_count_is_gone(lab):
    seen = play(lab, life(call(0, *[takes("m")] * 5), LIST), plans={"m": [*fails(2), *fails(2)]})
    assert seen.told() == ["ValueError"] * 2 + [None] + ["ValueError"] * 2 and seen.lists() == [[]], (
        f"A message failed twice, was done, and came again and failed twice, with most=3: {seen.told()}, and dead are "
        f"{seen.lists()[0]}. When it is done its count is gone."
    )
    seen = play(lab, life(call(0, *[takes("m")] * 3, takes("n")), LIST), plans={"m": fails(2)})
    assert not seen.rows(), (
        f"All messages are done, and your rows are {seen.rows()}: when one is done its rows are gone."
    )


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


@pytest.mark.rule(2)
def test_when_a_message_is_dead_its_count_is_gone(lab):
    calls = [*[takes("m")] * 3, ["redrive"], takes("m"), takes("m")]
    seen = play(lab, life(call(0, *calls), LIST), plans={"m": [*fails(3), *fails(2)]})
    assert seen.told() == ["ValueError"] * 2 + [None] + ["ValueError"] * 2, (
        f"A message was dead, then done by `redrive`, and came again and failed twice, with most=3: its deliveries "
        f"ended with {seen.told()}. When it is dead its count is gone."
    )
    seen = play(lab, life(call(0, *[takes("m")] * 3, ["redrive"]), LIST), plans={"m": fails(3)})
    assert not seen.rows(), (
        f"No message is on the list, and your rows are {seen.rows()}: a dead one's count is gone too."
    )


@pytest.mark.rule(3, 4)
@pytest.mark.parametrize("process", [0, 1])
def test_the_dead_are_in_the_order_in_which_they_died(lab, process):
    ids = ["z", 10, 2, "", "a", 0]
    calls = [call(n, takes(id, f"order {id!r}")) for n, id in enumerate(ids)]
    lives = [life(*calls, LIST)] if process == 0 else [*map(life, calls), life(LIST)]
    seen = play(lab, *lives, plans={id: fails(99, f"no {id!r}") for id in ids}, options={"most": 1})
    assert seen.lists() == [[(id, f"no {id!r}") for id in ids]], (
        f"The messages {ids} died in this order, and `dead` returned {seen.lists()[0]}: in the order in which they "
        "died."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("id", [0, "", "m"], ids=repr)
@pytest.mark.parametrize("process", [0, 1])
def test_a_copy_of_a_dead_message_changes_nothing(lab, id, process):
    first = [takes(id, 0, "as it came"), takes("n", "bob")]
    again = [takes(id, 0, "as it came"), takes("n", "bob"), ["dead"]]
    lives = [life(call(0, *first, *again))] if process == 0 else [life(call(0, *first)), life(call(0, *again))]
    seen = play(lab, *lives, plans={id: fails(1), "n": fails(1)}, options={"most": 1})
    assert seen.tried() == [id, "n"] and seen.told() == [None] * 4, (
        f"The messages {id!r} and 'n' were dead, and copies came: `handle` was given {seen.tried()}. A "
        "copy of a dead message is not worked."
    )
    assert seen.lists() == [[(id, "no address"), ("n", "no address")]], (
        f"The messages {id!r} and 'n' were dead, and copies came: dead are {seen.lists()[0]}. A copy changes nothing."
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
