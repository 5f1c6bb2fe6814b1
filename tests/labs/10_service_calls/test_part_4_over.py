"""Lab 10, part 4: whenever a page ends, nothing runs on. Services take a moment to let go."""

import pytest

from .scene import BESIDE

LAST = ["cancelled", "value", "lost", "bug"]
LETTING_GO = 0.4


def clerk(seconds, how="value", last="cancelled"):
    return [seconds, how, LETTING_GO, last]


def played(lab, plans, within=5.0, leaves=None):
    """Names with an r are required, with an o optional."""
    return lab.bring(BESIDE).played(
        "page", [list(plan) for plan in plans.items()], within, 0.0, [] if leaves is None else [leaves]
    )


ENDINGS = {
    "a required service failed": ("r1", clerk(1.1, "lost"), "Lost"),
    "a required service had a bug": ("r1", clerk(1.1, "bug"), "Bug"),
    "an optional service had a bug": ("o1", clerk(1.1, "bug"), "Bug"),
}


@pytest.mark.rule(6)
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("last", LAST)
def test_when_there_is_no_page_nothing_runs_on(lab, ending, last):
    name, plan, due = ENDINGS[ending]
    plans = {"r0": clerk(9.0, last=last), name: plan, "o0": clerk(9.0, last=last), "o9": clerk(0.2)}
    how, _, time, rows, late = played(lab, plans)
    ends = [row[4] - 1.1 for row in late]
    assert max(ends) < LETTING_GO + 0.01, (
        f"At 1.1 s {ending}, and other calls ran on for {max(ends):.1f} s: whenever the call ends, all calls under way "
        "are cancelled."
    )
    assert all(row[4] is not None for row in rows) and time == pytest.approx(1.1 + LETTING_GO), (
        f"At 1.1 s {ending}; the others take {LETTING_GO} s to let go, and the page ended at {time:.2f} s: all calls "
        "are over before it ends, and it waits no longer."
    )
    assert how == due, (
        f"At 1.1 s {ending}, and the page came to {how!r}; services that were cancelled said {last!r} as they let go, "
        "and what they return or raise then no longer counts."
    )


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_raised_is_what_the_service_raised(lab, ending):
    name, plan, due = ENDINGS[ending]
    how, other, *_ = played(lab, {"r0": clerk(9.0), name: plan})
    assert (how, other) == (due, None), (
        f"At 1.1 s {ending}, and the page raised {how}, but {other}: it is raised as it is, the error itself."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("last", LAST)
def test_when_the_page_is_there_nothing_runs_on(lab, last):
    how, page, time, rows, late = played(lab, {"r0": clerk(0.3), "o0": clerk(9.0, last=last), "o1": clerk(0.4)}, 1.5)
    assert all(row[4] is not None for row in late) and max(row[4] for row in late) < 1.5 + LETTING_GO + 0.01, (
        "An optional service that had no answer by the deadline ran on after it: calls under way are cancelled."
    )
    assert all(row[4] is not None for row in rows) and time == pytest.approx(1.5 + LETTING_GO), (
        f"An optional service was cut at 1.5 s and took {LETTING_GO} s to let go; the page was returned at "
        f"{time:.2f} s: all calls are over before it ends."
    )
    assert (how, page) == ("value", ({"r0": "r0", "o1": "o1"}, ["o0"])), (
        f"An optional service was cut at the deadline, and said {last!r} as it let go; the page came to {page or how}: "
        "that comes too late, and the service is missing."
    )


PAGES = {
    "required": {"r0": 6.0, "r1": 0.3, "r2": 6.0},
    "optional": {"o0": 6.0, "o1": 6.0},
    "both": {"r0": 6.0, "r1": 0.3, "o0": 6.0},
}


@pytest.mark.rule(6)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("leaves", [0.0, 0.2, 0.3, 1.7])
@pytest.mark.parametrize("last", ["cancelled", "lost"])
def test_a_caller_who_leaves_takes_everything_along(lab, page, leaves, last):
    plans = {name: clerk(seconds, last=last) for name, seconds in PAGES[page].items()}
    how, _, time, rows, late = played(lab, plans, leaves=leaves)
    assert how == "CancelledError", (
        f"A caller was cancelled at {leaves} s, and the page came to {how!r}: a caller's CancelledError goes on, and "
        "is never swallowed."
    )
    ends = [row[4] - leaves for row in late] or [0.0]
    assert max(ends) < LETTING_GO + 0.01, (
        f"A caller was cancelled at {leaves} s, and a call ran on for {max(ends):.1f} s: whenever the call ends, by "
        "its own caller's leaving too, all calls under way are cancelled."
    )
    assert all(row[4] is not None for row in rows), (
        f"A caller was cancelled at {leaves} s, and had its CancelledError at {time:.2f} s, when calls were not over, "
        "but letting go: they are over before the page ends."
    )


@pytest.mark.rule(6)
def test_a_caller_who_leaves_while_calls_let_go_is_cancelled(lab):
    how, _, _, rows, _ = played(lab, {"r0": clerk(1.1, "lost"), "r1": clerk(6.0)}, leaves=1.3)
    assert how == "CancelledError" and all(row[4] is not None for row in rows), (
        f"A required service failed at 1.1 s, another one took until 1.5 s to let go, and at 1.3 s the caller was "
        f"cancelled: the page came to {how!r}. A caller's CancelledError goes on, and all calls are over before."
    )
