"""Lab 10, part 1: a call ends when the service's call is over, and not before."""

import pytest

from .scene import BESIDE

LAST = ["cancelled", "value", "lost", "bug"]
SAID = {"cancelled": "lets go", "value": "answers late", "lost": "raises Lost", "bug": "raises an error of its own"}


@pytest.mark.rule(3)
@pytest.mark.parametrize(("seconds", "margin"), [(0, 0.0), (-1.0, 0.0), (0.5, 0.5), (0.25, 0.75)])
def test_without_time_a_service_does_not_even_begin(lab, seconds, margin):
    *_, late = lab.bring(BESIDE).played("within", [["a", [0.0, "value", 0.0, "cancelled"]]], seconds, margin)
    assert not late, (
        f"Of {seconds} s, with a margin of {margin} s, the service was asked, and told {late[0][2]} s: where "
        "`left() - margin` is 0 or less, the service isn't asked."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("error", ["lost", "late", "bug"])
def test_what_it_raises_is_what_the_service_raised(lab, error):
    how, other, *_ = lab.bring(BESIDE).played("within", [["a", [0.3, error, 0.0, "cancelled"]]], 0.5)
    assert other is None, (
        f"The service raised an error at 0.3 s, and `call` raised {how}, but {other}: what the service raises goes on "
        "as it is, the error itself."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("last", LAST)
@pytest.mark.parametrize(("letting_go", "margin"), [(0.2, 0.0), (0.2, 0.4), (7.3, 0.0)])
def test_it_waits_until_a_cancelled_service_has_let_go(lab, last, letting_go, margin):
    plan = ["a", [9.0, "value", letting_go, last]]
    how, _, time, rows, _ = lab.bring(BESIDE).played("within", [plan], 0.5 + margin, margin)
    assert how == "TimedOut", (
        f"A service was cancelled when its time was over, took {letting_go} s and then {SAID[last]}; `call` came to "
        f"{how!r}: it raises TimedOut, for that comes too late."
    )
    assert rows and rows[0][4] is not None and time == pytest.approx(0.5 + letting_go), (
        f"A service was cancelled at 0.5 s, and took {letting_go} s to let go; `call` raised TimedOut at {time:.2f} "
        f"s: as soon as the service's call is over, at {0.5 + letting_go} s."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("leaves", [0.0, 0.3])
@pytest.mark.parametrize("last", LAST)
def test_a_caller_who_leaves_takes_the_call_along(lab, leaves, last):
    how, _, time, rows, late = lab.bring(BESIDE).played(
        "within", [["a", [9.0, "value", 0.2, last]]], 5.5, leaves=[leaves]
    )
    asked = [row for row in late if row[5] != "cancelled" or row[4] - leaves > 0.21]
    assert not asked, (
        f"The caller was cancelled at {leaves} s, and the service's call went on: it was {asked[0][5]}, and over at "
        f"{asked[0][4]} s. A caller who is cancelled takes the service's call along: that is cancelled."
    )
    assert all(row[4] is not None for row in rows), (
        f"The caller was cancelled, and had its {how} at {time:.2f} s, when the service's call was not over, but let "
        "go: the call of the service is over before `call` is."
    )
    assert how == "CancelledError", (
        f"A caller was cancelled at {leaves} s, the service took 0.2 s and then {SAID[last]}, and `call` came to "
        f"{how!r}: a CancelledError goes on, and what the service says then no longer counts."
    )


@pytest.mark.rule(5)
def test_a_caller_who_leaves_while_the_service_lets_go_is_cancelled(lab):
    how, _, _, rows, _ = lab.bring(BESIDE).played(
        "within", [["a", [9.0, "value", 0.4, "cancelled"]]], 0.5, leaves=[0.6]
    )
    assert how == "CancelledError" and all(row[4] is not None for row in rows), (
        f"Its time was over at 0.5 s, the service took until 0.9 s to let go, and meanwhile, at 0.6 s, the caller was "
        f"cancelled: `call` came to {how!r}. The CancelledError goes on, once the service's call is over."
    )


@pytest.mark.rule(5)
def test_a_caller_who_is_cancelled_twice_waits_all_the_same(lab):
    plan = ["a", [9.0, "value", 0.4, "cancelled"]]
    how, _, _, rows, _ = lab.bring(BESIDE).played("within", [plan], 5.5, leaves=[0.3, 0.5])
    assert how == "CancelledError" and all(row[4] is not None for row in rows), (
        f"A caller was cancelled at 0.3 s, and once more at 0.5 s, while the service let go; `call` came to {how!r}, "
        "and the service's call was not over: it is over before `call` is, however often that is cancelled."
    )
