"""Lab 11, part 4: dead letters, rule by rule."""

import pytest

from .letters import deaths, fails, play, takes
from .scene import call, foreign, life

LIST = call(60, ["dead"])


@pytest.mark.rule(2)
def test_rows_of_its_own_have_keys_of_its_own(lab):
    plans = {"one": fails(99), "two": fails(1)}
    calls = [takes("one"), takes("one"), takes("behind"), takes("two", "bob")]
    seen = play(lab, life(*(call(n, each) for n, each in enumerate(calls))), plans=plans, options={"most": 2})
    foreign("dead", seen.seen.rows)


@pytest.mark.rule(1)
@pytest.mark.parametrize("id", [0, "", "m", 7], ids=repr)
def test_a_message_is_given_to_handle_as_it_is(lab, id):
    seen = play(lab, life(call(0, takes(id, 0, {"a": 1}), takes("other", "", None)), LIST), plans={})
    given = [event.rest[0] for event in seen.seen.of("handles")]
    assert given == [(id, 0, {"a": 1}), ("other", "", None)] and seen.told() == [None, None], (
        f"Two messages were delivered, and `handle` was given {given}: await `handle(message)`, once for each."
    )
    assert seen.lists() == [[]], f"Two messages were done, and dead are {seen.lists()[0]}."


@pytest.mark.rule(1, 3)
@pytest.mark.parametrize("most", [1, 2, 3, 5])
@pytest.mark.parametrize("process", [0, 1])
@pytest.mark.parametrize("id", [0, "m"], ids=repr)
def test_after_so_many_failures_a_message_is_dead(lab, most, process, id):
    options = {} if most == 3 else {"most": most}
    calls = [call(n, takes(id)) for n in range(most)]
    lives = [life(*calls, LIST)] if process == 0 else [*map(life, calls), life(LIST)]
    seen = play(lab, *lives, plans={id: fails(99)}, options=options)
    assert seen.told() == ["ValueError"] * (most - 1) + [None] and len(seen.tried()) == most, (
        f"A message failed each time, {'in a new process each' if process else 'in one process'}, with most={most}: "
        f"its deliveries ended with {seen.told()}. A failure goes to the caller, until it is the `most`-th one, in "
        "whatever process: then `letters` returns."
    )
    assert seen.lists() == [[(id, "no address")]], (
        f"A message failed {most} times, with most={most}, and dead are {seen.lists()[0]}: it is dead, with str(error) "
        "for its reason."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("kind", ["ValueError", "KeyError", "Lost", "Refused", "TimeoutError", "RuntimeError"])
@pytest.mark.parametrize("reason", ["", "no address"])
def test_a_failure_goes_to_the_caller_as_it_is_and_its_text_is_the_reason(lab, kind, reason):
    seen = play(lab, life(call(0, *[takes("m")] * 3), LIST), plans={"m": fails(99, reason, kind)})
    same = [event.rest[5] for event in seen.seen.of("returned")][:2]
    assert seen.told() == [kind, kind, None] and same == [True, True], (
        f"`handle` raised a {kind}, and the deliveries ended with {seen.told()}: an exception of `handle`'s goes to "
        "the caller as it is."
    )
    wanted = repr(reason) if kind == "KeyError" else reason
    assert seen.lists() == [[("m", wanted)]], (
        f"`handle` raised a {kind} with the text {reason!r}, and dead are {seen.lists()[0]}: str(error) is the reason."
    )


@pytest.mark.rule(1)
def test_the_reason_is_that_of_the_last_failure(lab):
    plan = [[0.01, ["ValueError", f"reason {n}"], {}] for n in (1, 2, 3, 4)]
    seen = play(lab, life(call(0, *[takes("m")] * 3), LIST), plans={"m": plan})
    assert seen.lists() == [[("m", "reason 3")]], (
        f"A message failed for 'reason 1', 2 and 3, and dead are {seen.lists()[0]}: the third failure, the `most`-th "
        "one, is the reason."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("most", [1, 2])
def test_a_cancellation_is_no_failure(lab, most):
    script = [step for n in range(3) for step in (call(n, takes("m")), [n + 0.5, "leave", n])]
    plans = {"m": [[0.9, None, {}]] * 3 + fails(most)}
    script += [call(5 + n, takes("m")) for n in range(most)]
    seen = play(lab, life(*script, LIST), plans=plans, options={"most": most})
    wanted = ["CancelledError"] * 3 + ["ValueError"] * (most - 1) + [None]
    assert seen.told() == wanted and seen.lists() == [[("m", "no address")]] and len(seen.tried()) == 3 + most, (
        f"Three deliveries were cancelled, {most} failed, with most={most}: they ended with {seen.told()}, and dead "
        f"are {seen.lists()[0]}. A cancellation is no failure."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_crash_at_any_call_neither_loses_a_message_nor_works_it_for_ever(lab, most):
    script = [call(n, takes("m")) for n in range(most)]
    after = [*(call(n, takes("m")) for n in range(most)), LIST]
    for seen in deaths(lab, script, after, plans={"m": fails(99)}, options={"most": most}):
        assert [id for id, _ in seen.lists()[-1]] == ["m"] and len(seen.tried()) <= most + 1, (
            f"{seen.deaths}A message that always fails was tried {len(seen.tried())} times, with most={most}, and dead "
            f"are {seen.lists()[-1]}: failures are counted in whatever process."
        )


@pytest.mark.rule(4)
def test_a_message_that_has_failed_and_is_not_dead_holds_up_nobody(lab):
    calls = [takes("m1"), takes("m2"), takes("m1"), takes("m3")]
    seen = play(lab, life(call(0, *calls), LIST), plans={"m1": fails(2)})
    assert seen.done() == ["m2", "m3"] and seen.lists() == [[]], (
        f"A message failed twice, with most=3, and others of its order came: worked were {seen.done()}, and dead are "
        f"{seen.lists()[0]}. They wait only while a message is on the list."
    )


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
    ids = ["z", 10, 2, "", "a", 0, "2", "0"]
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
