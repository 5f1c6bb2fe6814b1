"""Lab 11, part 4: dead letters, rule by rule."""

import pytest

from .letters import deaths, fails, play, takes
from .scene import call, life

LIST = call(60, ["dead"])


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
