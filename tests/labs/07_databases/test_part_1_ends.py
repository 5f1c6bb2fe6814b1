"""Lab 07, part 1: what is left when it is over, and when it gives up."""

import pytest

from .once import ADDS, OTHERS, RETRIED, ROW, Seen, fails, once
from .scene import EVERY_LEVEL, PACE


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", ["Conflict", "Deadlock", *OTHERS])
def test_no_transaction_stays_open_after_an_exception(lab, error):
    seen = once(lab, *fails(error, 1), ADDS)
    during = [event[3] for event in seen.all("open")]
    assert during == [0] and seen.told["open"] == 0, (
        f"`work` raised {error}itself, and a moment later {during[0] if during else 'no'} transaction(s) were open, "
        f"at the end {seen.told['open']}: no transaction stays open, neither during a pause nor when the call is over."
    )


@pytest.mark.rule(5)
@EVERY_LEVEL
@pytest.mark.parametrize("refused", [0, 1])
@pytest.mark.parametrize("times", [1, 2])
def test_a_caller_who_leaves_leaves_nothing_open(lab, refused, isolation, times):
    runs = [*fails("Conflict", refused), ADDS]
    for run, moment in [(0, 0.5), (refused, 0.5), (refused, 1.5), (refused, 2.5), (0, 3.5)]:
        leave = [run, moment * PACE, times]
        seen = Seen(lab, [["ann", 0.0, runs, {}], ["bob", 1.0, [ADDS], {}]], isolation, leave=leave)
        still = [event[3] for event in seen.all("left")]
        assert still in ([], [0]) and seen.told["open"] == 0, (
            f"A caller was cancelled{', and again,' * (times > 1)} {moment} ms after the beginning of run {run + 1} of "
            f"`work`, and {seen.told['open'] or still[0]} transaction(s) stayed open: none does when the caller was "
            "cancelled, wherever that was."
        )


@pytest.mark.rule(5)
def test_no_transaction_stays_open_after_an_exception_of_another_class(lab):
    seen = once(lab, *fails("Halt", 1), ADDS)
    assert seen.told["open"] == 0, (
        f"`work` raised Halt (a BaseException), and {seen.told['open']} transaction(s) stayed open: none does after "
        "any exception of `work`'s, of whatever class."
    )


@pytest.mark.rule(5)
@RETRIED
@pytest.mark.parametrize("tries", [1, 3])
def test_no_transaction_stays_open_when_it_gives_up(lab, error, tries):
    seen = once(lab, *fails(error, 30), ADDS, tries=tries)
    assert seen.told["open"] == 0, (
        f"With tries={tries} `work` always raised a {error} itself, and when transact gave up {seen.told['open']} "
        "transaction(s) stayed open: none does when the call is over, after the last run either."
    )


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("trouble", ["drop", "miss"])
def test_whoever_leaves_in_the_silence_leaves_nothing_open(lab, trouble):
    for leave in (0.004, 0.0535, 0.19):
        seen = once(lab, ADDS, leave=leave, trouble=[trouble])
        assert seen.all("left") and len(seen.all("ran")) == 1, (
            f"A caller was cancelled after {leave} s, in the silence of a lost commit, and the call went on: `work` "
            f"ran {len(seen.all('ran'))} times. The cancellation goes to the caller as it is (rule 4)."
        )
        assert seen.told["open"] == 0, (
            f"A caller was cancelled after {leave} s, in the silence of a lost commit, and {seen.told['open']} are "
            "open. No transaction stays open."
        )


@pytest.mark.rule(5)
def test_whoever_leaves_while_waiting_for_a_row_lets_go(lab):
    holder = ["zoe", 0.0, [[["put", ROW, 7], ["sleep", 0.5], None]], {}]
    waits = [["insert", ("row", "y"), 1], ["put", ROW, 8], None]
    later = ["bob", 0.2, [[["insert", ("row", "y"), 2], "mine"]], {}]
    seen = Seen(lab, [["ann", 0.01, [waits], {}], holder, later], leave=0.1)
    value, error, *_ = seen.ended("bob")
    assert (value, error) == ("mine", None) and seen.times("ended", "bob")[0] < 0.3, (
        f"A caller was cancelled while it waited for a row, and another wanted one that it had written: "
        f"{error or value!r} at {seen.times('ended', 'bob')[0]:.3f} s. No transaction stays open when the caller was "
        "cancelled."
    )


@pytest.mark.rule(6)
@RETRIED
@pytest.mark.parametrize("tries", [1, 2, 5, 10, 13])
def test_it_gives_up_after_so_many_tries(lab, error, tries):
    seen = once(lab, *fails(error, 30), ADDS, tries=None if tries == 10 else tries)
    assert len(seen.all("ran")) == tries, (
        f"With tries={tries}{', the default,' * (tries == 10)} `work`, which always meets a {error}, ran "
        f"{len(seen.all('ran'))} times: it runs at most `tries` times."
    )
    another = " that was not the last one" * (seen.outcome == f"raised {error}")
    assert seen.outcome == f"raised {error}" and seen.ended()[2], (
        f"`work` met a {error} in all of {tries} run(s), and transact {seen.outcome}{another}: the {error} of "
        "the last run goes to the caller."
    )
    pause = seen.times("ended")[0] - seen.times("raised")[-1]
    assert pause == 0, f"The last run met a {error}, and it went to the caller {pause:.4f} s later, and not at once."


@pytest.mark.rule(6)
@RETRIED
@pytest.mark.parametrize("tries", [1, 3])
def test_the_last_try_counts(lab, error, tries):
    seen = once(lab, *fails(error, tries - 1), ADDS, tries=tries)
    assert seen.outcome == "returned 5", (
        f"With tries={tries} the last run of `work` was fine, and transact {seen.outcome}: `work` runs `tries` times."
    )


@pytest.mark.rule(2, 6)
def test_two_calls_at_once_count_their_own_tries(lab):
    callers = [[f"c{n}", 0.0, [*fails("Conflict", 2), ADDS], {"tries": 3}] for n in range(4)]
    seen = Seen(lab, callers)
    told = [seen.ended(f"c{n}")[1] for n in range(4)]
    assert told == [None] * 4, (
        f"Four calls at once met two Conflicts each, with tries=3: they ended with {told}. `work` of each runs at most "
        "`tries` times, and theirs runs three times."
    )
