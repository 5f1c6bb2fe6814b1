"""Lab 10, part 2: whenever a hedged call ends, both copies are over. Services take a moment to let go."""

import pytest

from .scene import BESIDE

LAST = ["cancelled", "value", "lost", "bug"]
LETTING_GO = 0.4


def played(lab, first, second, within=9.0, delay=0.5, leaves=None):
    return lab.bring(BESIDE).played(
        "hedged", [["a", first], ["b", second]], within, delay, [] if leaves is None else [leaves]
    )


def clerk(seconds, how="value", last="cancelled"):
    return [seconds, how, LETTING_GO, last]


ENDINGS = {
    "the first's value": (clerk(1.1), clerk(6.0), 1.1, "b"),
    "the second's value": (clerk(6.0), clerk(0.7), 1.2, "a"),
    "the first's bug": (clerk(1.1, "bug"), clerk(6.0), 1.1, "b"),
    "the second's bug": (clerk(6.0), clerk(0.7, "bug"), 1.2, "a"),
}


@pytest.mark.rule(4)
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("last", LAST)
def test_when_a_call_ends_the_other_copy_has_ended(lab, ending, last):
    first, second, moment, loser = ENDINGS[ending]
    (first if loser == "a" else second)[3:] = [last]
    how, value, time, rows, late = played(lab, first, second)
    (seconds,) = [row[4] - moment for row in late if row[0] == loser] or [None]
    assert seconds is not None and seconds < LETTING_GO + 0.01, (
        f"By {ending} the call was decided at {moment} s, and the other copy ran on for {seconds} s: copies under way "
        "are cancelled."
    )
    assert all(row[4] is not None for row in rows) and time == pytest.approx(moment + LETTING_GO), (
        f"By {ending} the call was decided at {moment} s; the other copy takes {LETTING_GO} s to let go, and the call "
        f"ended at {time:.2f} s: the copies are over before it ends, and it waits no longer."
    )
    due = ("value", "b" if loser == "a" else "a") if "value" in ending else ("Bug", None)
    assert (how, value) == due, (
        f"The call was decided by {ending}, and came to {value or how!r}; the copy that was cancelled said "
        f"{last!r} as it let go, and what it returns or raises then no longer counts."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(("first", "second"), [(1.1, 0.3), (0.2, 0.3)], ids=["first", "second"])
def test_the_failure_that_is_raised_is_the_one_that_came(lab, first, second):
    how, other, *_ = played(lab, clerk(first, "lost"), clerk(second, "lost"))
    assert (how, other) == ("Lost", None), (
        f"Both copies failed, and the call raised {how}, but {other}: the failure that came last is raised, itself."
    )


@pytest.mark.rule(2, 4)
@pytest.mark.parametrize("last", LAST)
def test_when_the_last_copy_fails_nothing_is_left(lab, last):
    how, _, time, rows, _ = played(lab, clerk(2.0, "lost"), clerk(9.0, last=last), within=4.0)
    assert how == "TimedOut" and time == pytest.approx(4.0 + LETTING_GO) and all(row[4] is not None for row in rows), (
        f"The first copy failed, the second was cut at 4 s, took {LETTING_GO} s to let go and said {last!r} then; the "
        f"call came to {how!r} at {time:.2f} s: a copy that is cut off fails with TimedOut, and is over before that."
    )


MOMENTS = [0.0, 0.2, 0.5, 0.6, 1.3, 2.2]
SITUATIONS = {
    "alone": (clerk(6.0), clerk(6.0), 5.0),
    "both": (clerk(6.0), clerk(6.0), 0.5),
    "after a failure": (clerk(0.2, "lost"), clerk(6.0), 1.0),
    "one failed": (clerk(6.0), clerk(0.5, "lost"), 0.5),
}


@pytest.mark.rule(4)
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("leaves", MOMENTS)
@pytest.mark.parametrize("last", ["cancelled", "lost"])
def test_a_caller_who_leaves_takes_both_copies_along(lab, situation, leaves, last):
    first, second, delay = SITUATIONS[situation]
    plans = [[*plan[:3], last] for plan in (first, second)]
    how, _, time, rows, late = played(lab, *plans, delay=delay, leaves=leaves)
    assert how == "CancelledError", (
        f"A caller was cancelled at {leaves} s (copies: {situation}), and the call came to {how!r}: a caller's "
        "CancelledError goes on, and is never swallowed."
    )
    assert not [row for row in late if row[3] > leaves + 1e-6], (
        f"A caller was cancelled at {leaves} s, and a copy was sent at {late[-1][3]} s: its caller had left."
    )
    ends = [row[4] - leaves for row in late]
    assert all(end < LETTING_GO + 0.01 for end in ends), (
        f"A caller was cancelled at {leaves} s (copies: {situation}), and a copy ran on for {max(ends):.1f} s: "
        "whenever the call ends, by its own caller's leaving too, copies under way are cancelled."
    )
    assert all(row[4] is not None for row in rows), (
        f"A caller was cancelled at {leaves} s, and had its CancelledError at {time:.2f} s, when copies were not over, "
        "but letting go: they are over before the call ends."
    )


@pytest.mark.rule(4)
def test_a_caller_who_leaves_while_the_loser_lets_go_is_cancelled(lab):
    how, _, _, rows, _ = played(lab, clerk(1.1), clerk(6.0), leaves=1.3)
    assert how == "CancelledError" and all(row[4] is not None for row in rows), (
        f"The first copy had won at 1.1 s, the second took until 1.5 s to let go, and at 1.3 s the caller was "
        f"cancelled: the call came to {how!r}. A caller's CancelledError goes on, and the copies are over before."
    )
