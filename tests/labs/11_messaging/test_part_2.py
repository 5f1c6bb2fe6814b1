"""Lab 11, part 2: the inbox, rule by rule."""

import pytest

from .inbox import deaths, life, play, takes, works
from .scene import call

IDS = [0, "0", 1, "1", "", "inbox", -1, -2, "a b", "A B"]
PLAN = {"m": [works("m")]}
CHANGES = [{}, *({("work", "m"): row} for row in (None, 0, "")), {("work", "m"): 1, ("work", "n"): 2}]


@pytest.mark.rule(1)
@pytest.mark.parametrize("id", IDS, ids=repr)
@pytest.mark.parametrize("process", [0, 1])
def test_a_message_that_comes_again_is_not_worked_again(lab, id, process):
    calls = [call(n, takes(id)) for n in range(3)]
    lives = [life(*calls)] if process == 0 else [life(one) for one in calls]
    seen = play(lab, *lives, plans=PLAN)
    assert seen.handled == ["m"] and seen.work == ["m"], (
        f"The id {id!r} came three times, {'each time to a new process' if process else 'to one process'}: `handle` "
        f"was called {len(seen.handled)} times, and its changes were committed {len(seen.work)} times. What a message "
        "does is committed once, and when the id comes again `handle` is not called."
    )
    told = seen.seen.returned()
    assert told == [(None, None)] * 3, f"Three copies of one message ended with {told}: each returns."


@pytest.mark.rule(1)
@pytest.mark.parametrize("process", [0, 1])
def test_the_id_alone_decides(lab, process):
    calls = [call(n, takes(id, "m")) for n, id in enumerate(IDS)]
    calls += [call(20 + n, ["__call__", id, ("other", id)]) for n, id in enumerate(IDS)]
    lives = [life(*calls)] if process == 0 else [life(one) for one in calls]
    seen = play(lab, *lives, plans=PLAN)
    assert seen.handled == ["m"] * len(IDS), (
        f"The ids {IDS} came with one body, then each with another: `handle` had {seen.handled}. The id alone decides, "
        "not the body: each is worked once."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("changes", CHANGES, ids=repr)
def test_whatever_the_changes_are_the_id_is_noted(lab, changes):
    lives = [life(call(0, takes(4)), call(1, takes(4))), life(call(0, takes(4)))]
    seen = play(lab, *lives, plans={"m": [[0.01, None, changes]]}, rows=[[("work", "m"), "old"]])
    assert seen.handled == ["m"], (
        f"`handle` returned {changes}, and the id came three times: it was called {len(seen.handled)} times. The note "
        "of the id is committed, whatever the changes are."
    )
    wanted = {key: row for key, row in {("work", "m"): "old", **changes}.items() if row is not None}
    rows = {key: row for key, row in seen.seen.rows.items() if key[0] == "work"}
    assert rows == wanted, f"`handle` returned {changes}, and the rows are {rows} in the end: commit what it returned."


@pytest.mark.rule(1)
@pytest.mark.parametrize("id", [0, "", "m1"], ids=repr)
def test_a_crash_at_any_call_neither_loses_a_message_nor_works_it_twice(lab, id):
    for seen in deaths(lab, [call(0, takes(id))], [call(0, takes(id))], twice=True, plans=PLAN):
        assert seen.work == ["m"], (
            f"{seen.seen.deaths}The message came again to the next process, and its changes were committed "
            f"{len(seen.work)} times: the changes and the note of the id are one commit."
        )


@pytest.mark.rule(1)
def test_it_returns_when_the_message_is_done(lab):
    seen = play(lab, life(call(0, takes(1))), plans={"m": [works("m", 2.0)]}).seen
    order = [event.what for event in seen.of("committed", "returned")]
    assert order == ["committed", "returned"], (
        f"A message was worked, and committed and returned came as {order}: it returns when the message is done, in "
        "one commit."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("kind", ["ValueError", "Refused", "Lost", "KeyError", "Halt", "TimeoutError"])
def test_what_handle_raises_goes_to_the_caller_and_nothing_is_committed(lab, kind):
    plans = {"m": [works("m", 0.5, [kind, "no"]), works("m", 0.5, [kind, ""]), works("m")]}
    seen = play(lab, life(call(0, takes(1), takes(1), takes(1), takes(1))), plans=plans)
    told = [event.rest[4:] for event in seen.seen.of("returned")]
    early = [event.what for event in seen.seen.of("committed", "handled")][:1]
    assert early == ["handled"], f"`handle` raised a {kind} twice, and there was a commit: nothing is committed then."
    assert [error for error, _ in told] == [kind, kind, None, None] and told[0][1] and told[1][1], (
        f"`handle` raised a {kind} twice and was done the third time, and four calls ended with "
        f"{[error for error, _ in told]}: what `handle` raises, of whatever class, goes to the caller as it is."
    )
    assert len(seen.handled) == 3, (
        f"`handle` raised a {kind} twice and was done the third time: it was called {len(seen.handled)} times, and "
        f"committed was {seen.work}. Nothing is committed when it raises, and the id may come again, as new."
    )


@pytest.mark.rule(2)
def test_however_often_handle_raises_the_id_may_come_again(lab):
    plans = {"m": [works("m", 0.5, ["ValueError", "no"])] * 7 + [works("m")]}
    seen = play(lab, life(call(0, takes("old", "old")), call(20, *[takes(1)] * 8)), plans=plans, options={"keep": 9.0})
    told = [error for _, error in seen.seen.returned()]
    assert told == [None] + ["ValueError"] * 7 + [None] and len(seen.handled) == 9, (
        f"`handle` raised seven times, and the id came eight times: the calls ended with {told[1:]}. What it raises "
        "goes to the caller, and the id may come again, as new."
    )
    early = [event for event in seen.seen.of("committed") if 15 < event.time < 23.5]
    assert not early, f"`handle` raised, and {early[0].rest[0]} was committed: nothing is committed then."


@pytest.mark.rule(2)
def test_after_an_error_the_id_is_new_in_the_next_process(lab):
    plans = {"m": [works("m", 0.5, ["ValueError", "no"]), works("m")]}
    seen = play(lab, life(call(0, takes(1))), life(call(0, takes(1))), plans=plans)
    assert seen.work == ["m"], (
        f"`handle` failed, and the id came to the next process, as new: committed was {seen.work}."
    )
    rows = [event for event in seen.seen.of("committed") if event.process == 0]
    assert not rows, f"`handle` raised, and {rows[0].rest[0]} was committed: nothing is committed then."


@pytest.mark.rule(3)
@pytest.mark.parametrize(("loss", "calls"), [("answer", 1), ("question", 2)])
@pytest.mark.parametrize("process", [0, 1])
def test_after_a_lost_commit_the_rows_decide(lab, loss, calls, process):
    both = [call(0, takes(1), takes(1))], [call(5, takes(1), takes(1))]
    lives = [life(*both[0], *both[1])] if process == 0 else [life(call(0, takes(1))), life(*both[1])]
    seen = play(lab, *lives, plans=PLAN, trouble={"rows": [loss]})
    told = [error for _, error in seen.seen.returned()]
    assert told == ["Lost", *[None] * (len(told) - 1)], (
        f"The first commit was lost ({loss}), and the calls ended with {told}: what a commit raises goes to the caller."
    )
    assert len(seen.handled) == calls and seen.work == ["m"], (
        f"The first commit was lost ({loss}), and the id came again: `handle` was called {len(seen.handled)} times, "
        f"and committed was {seen.work}. The rows decide whether it was done."
    )


@pytest.mark.rule(3)
def test_several_commits_lost_one_after_the_other(lab):
    losses = ["question", "question", "answer"]
    seen = play(lab, life(call(0, *[takes(1)] * 5)), plans=PLAN, trouble={"rows": losses})
    told = [error for _, error in seen.seen.returned()]
    assert told == ["Lost"] * 3 + [None] * 2 and seen.work == ["m"] and len(seen.handled) == 3, (
        f"Three commits were lost ({losses}), the id came five times, and the calls ended with {told}; committed was "
        f"{seen.work}. What a commit raises goes to the caller, and the rows decide."
    )
