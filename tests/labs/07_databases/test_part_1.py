"""Lab 07, part 1: once more, rule by rule."""

import pytest

from .once import ADDS, OTHERS, RETRIED, ROW, Seen, fails, once
from .scene import EVERY_LEVEL, LEVELS, PACE


@pytest.mark.rule(1)
@EVERY_LEVEL
@pytest.mark.parametrize("value", ["done", None, 0, False, "", [], (1, 2), {"a": 1}, "error"], ids=repr)
def test_it_commits_and_returns_what_work_returned(lab, value, isolation):
    seen = once(lab, [["put", ROW, 8], value], isolation=isolation)
    told = "a ValueError" if value == "error" else repr(value)
    assert seen.outcome == f"returned {value!r}", (
        f"`work` returned {told}, and transact {seen.outcome}: it returns what `work` returned, whatever that is."
    )
    *_, rows = seen.ended()
    assert rows == {ROW: 8}, (
        f"`work` had put 8, and when transact returned {rows[ROW]} was committed: it commits, and then returns."
    )
    assert len(seen.all("ran")) == len(seen.all("began")) == 1, (
        f"`work` ran {len(seen.all('ran'))} times on {len(seen.all('began'))} transactions, and nothing had failed: "
        "it begins a transaction and awaits `work(tx)`."
    )


@pytest.mark.rule(1)
def test_work_may_take_its_time(lab):
    seen = once(lab, [["put", ROW, 8], ["sleep", 400.0], "done"])
    assert seen.outcome == "returned 'done'", (
        f"`work` took 400 s, and transact {seen.outcome}: it awaits `work(tx)`, commits, and returns what `work` "
        "returned."
    )


@pytest.mark.rule(2)
@RETRIED
@pytest.mark.parametrize("times", [1, 3])
def test_a_refused_work_runs_again_on_a_new_transaction(lab, error, times):
    seen = once(lab, *fails(error, times), ADDS)
    assert (seen.outcome, seen.told["rows"][ROW]) == ("returned 5", 6), (
        f"`work` raised {error} {times} time(s), and then was fine; transact {seen.outcome}, and the row is "
        f"{seen.told['rows'][ROW]}: after a Conflict or a Deadlock all of `work` runs again, on a new transaction."
    )
    began, ran = seen.all("began"), seen.all("ran")
    assert len(began) == len(ran) == times + 1, (
        f"`work` ran {len(ran)} times, on {len(began)} transactions: each further run is on a new transaction."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("isolation", LEVELS[1:])
@pytest.mark.parametrize("callers", [2, 4])
def test_several_who_add_to_what_they_read_lose_nothing(lab, isolation, callers):
    seen = Seen(lab, [[f"c{n}", n * 0.3 * PACE, [ADDS], {}] for n in range(callers)], isolation)
    told = sorted(event[3] for event in seen.all("ended"))
    assert seen.told["rows"][ROW] == 5 + callers and told == list(range(5, 5 + callers)), (
        f"{callers} read a row of 5 and wrote one more, at {isolation}: the row is {seen.told['rows'][ROW]}, and they "
        f"had read {told}. After a Conflict all of `work` runs again: what it read the first time is old."
    )


@pytest.mark.rule(2)
def test_a_commit_that_is_refused_runs_work_again(lab):
    reads = [["get", ROW], ["sleep", 0.05], ["insert", ("row", "y"), 1], "seen"]
    seen = Seen(lab, [["ann", 0.0, [reads], {}], ["bob", 0.01, [[["put", ROW, 9], None]], {}]], "serializable")
    assert (seen.outcome, len(seen.all("ran", "ann"))) == ("returned 9", 2), (
        f"What `work` had read was changed before it committed, at serializable, so that the commit raised Conflict; "
        f"transact {seen.outcome}, after {len(seen.all('ran', 'ann'))} run(s). All of `work` runs again, after a "
        "Conflict of the commit too."
    )


@pytest.mark.rule(2)
def test_two_who_wait_for_each_other_both_succeed(lab):
    other = ("row", "y")
    new = [["insert", other, 0], None]
    first, second = ([["put", a, 1], ["sleep", 0.02], ["put", b, 2], "both"] for a, b in ((ROW, other), (other, ROW)))
    seen = Seen(lab, [["zoe", 0.0, [new], {}], ["ann", 0.5, [first], {}], ["bob", 0.5, [second], {}]])
    told = [seen.ended(who)[:2] for who in ("ann", "bob")]
    assert told == [["both", None]] * 2, (
        f"Two updated two rows crosswise, and got {told}: after a Deadlock all of `work` runs again."
    )


@pytest.mark.rule(3)
@RETRIED
def test_pauses_are_drawn_at_random(lab, error):
    seen = once(lab, *fails(error, 9), ADDS)
    pauses = [again - raised for raised, again in zip(seen.times("raised"), seen.times("ran")[1:])]
    told = ", ".join(f"{pause:.4f}" for pause in pauses)
    assert pauses and max(pauses) <= 0.1 + 1e-9, f"After {error}s the pauses were {told} s: each is of at most 0.1 s."
    assert len({round(pause, 9) for pause in pauses}) == len(pauses) > 1 and min(pauses) > 0, (
        f"After {error}s the pauses were {told} s: before each further run there is one, for a time drawn at random."
    )


@pytest.mark.rule(3)
def test_those_who_met_do_not_pause_alike(lab):
    seen = Seen(lab, [[f"c{n}", 0.0, [*fails("Conflict", 2), ADDS], {}] for n in range(5)])
    second = [seen.times("ran", f"c{n}")[1] for n in range(5)]
    assert len(set(second)) == 5, (
        f"Five met a Conflict at the same moment, and ran again at {second} s: each pauses for a time drawn at random, "
        "so that those who met once do not meet again."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("error", OTHERS)
def test_any_other_exception_goes_to_the_caller(lab, error):
    seen = once(lab, [["put", ROW, 8], ["raise", error], None], [["put", ROW, 9], None])
    assert seen.outcome == f"raised {error}" and seen.ended()[2], (
        f"`work` raised {error}, and transact {seen.outcome}: any other exception goes to the caller as it is."
    )
    assert len(seen.all("ran")) == 1, f"After {error} `work` ran {len(seen.all('ran'))} times: it does not run again."
    assert seen.told["rows"][ROW] == 5, (
        f"`work` put {seen.told['rows'][ROW]} and raised {error}, and that was committed: it is rolled back, and the "
        "exception goes to the caller."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("trouble", ["drop", "miss"])
@pytest.mark.parametrize("refused", [0, 2])
@EVERY_LEVEL
def test_a_lost_commit_is_not_repeated(lab, trouble, refused, isolation):
    seen = once(lab, *fails("Conflict", refused), ADDS, trouble=[trouble], isolation=isolation)
    assert seen.outcome == "raised Lost" and len(seen.all("ran")) == refused + 1, (
        f"Of the commit of run {refused + 1} nothing was heard ({trouble}); transact {seen.outcome}, and `work` ran "
        f"{len(seen.all('ran'))} time(s). `Lost` goes to the caller, and `work` does not run again."
    )


@pytest.mark.rule(4)
def test_an_error_of_a_second_run_goes_to_the_caller_too(lab):
    seen = once(lab, *fails("Conflict", 2), *fails("ValueError", 1), ADDS)
    assert seen.outcome == "raised ValueError" and len(seen.all("ran")) == 3, (
        f"`work` met two Conflicts and raised ValueError in its third run; transact {seen.outcome}. Any other "
        "exception goes to the caller as it is, and `work` does not run again."
    )


@pytest.mark.rule(4)
def test_an_error_that_a_conflict_led_to_goes_to_the_caller(lab):
    seen = once(lab, [["raise", "SoldOut", "Conflict"], None], ADDS)
    assert seen.outcome == "raised SoldOut" and len(seen.all("ran")) == 1, (
        f"`work` raised SoldOut from a Conflict that it had met, and transact {seen.outcome}, after "
        f"{len(seen.all('ran'))} runs. Any other exception goes to the caller as it is, whatever led to it."
    )


@pytest.mark.rule(4)
@RETRIED
def test_whoever_leaves_in_the_pause_is_gone(lab, error):
    seen = once(lab, *fails(error, 1), ADDS, leave=[0, PACE + 1e-6, 1])
    assert len(seen.all("ran")) == 1 and seen.all("left"), (
        f"A caller was cancelled in the pause after a {error}, and `work` ran {len(seen.all('ran'))} times: a "
        "cancellation is an exception too, which goes to the caller as it is, and `work` does not run again."
    )
