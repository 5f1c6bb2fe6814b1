"""Lab 10, part 2: what a hedged call asks of its budget, and what it tells its delay."""

import asyncio

import pytest

from systemdesign.grading.outcomes import heard
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .hedging import Scene
from .scene import FALSY, FOREVER, lost

FAILING = [Lost, Refused, Unavailable, TimedOut, TimeoutError]
ENDS = {
    "quick": ((0.2, "a"), (0.2, "b")),
    "hedged": ((3.0, "a"), (0.2, "b")),
    "failed": ((0.2, lost()), (0.2, lost("b"))),
    "late": ((FOREVER, "a"), (FOREVER, "b")),
    "a bug": ((0.2, ValueError("a bug")), (0.2, "b")),
}


def played(lab, first, second=(0.2, "b"), within=4.0, delay=0.5, says=(True,)):
    """What was seen, and the purse's whole log."""

    async def main():
        scene = Scene(lab, first, second, delay, says)
        found = await scene.seen(within)
        return found, [tuple(row) for row in scene.spent()]

    return heard(main)


@pytest.mark.rule(5)
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("within", [4.0, 0.0])
def test_the_budget_hears_of_each_request_once_as_it_comes_in(lab, end, within):
    _, log = played(lab, *ENDS[end], within=within, says=[True] * 9)
    asked = [time for what, time in log if what == "asked"]
    assert asked == [0.0], (
        f"A call within {within} s came in at 0 s, its copies: {end}; `budget.asked()` was called at {asked} s: once "
        "for each request, as it comes in, whatever becomes of it."
    )
    assert log[0][0] == "asked", f"The budget was first told {log[0]}: it hears of a request as that comes in."


@pytest.mark.rule(5)
@pytest.mark.parametrize("first", [(0.2, "a"), (0.2, None)], ids=["value", "none"])
def test_the_budget_is_not_asked_about_a_copy_that_nobody_needs(lab, first):
    found, _ = played(lab, first)
    assert found.asks == [], (
        f"The first copy had answered, after 0.2 s, when the delay was over; `may_hedge()` was asked at {found.asks} "
        "s: only about a second copy that would be sent now."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("first", [(3.0, "a"), (0.2, lost())], ids=["slow", "fails"])
def test_without_the_budget_no_second_copy_is_sent(lab, first):
    found, _ = played(lab, first, says=(False,))
    assert found.names == ["a"], (
        f"The budget said no, and the copies went to {found.names}: when `may_hedge()` says no, none is sent for this "
        "request."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize(
    ("first", "moment"), [((3.0, "a"), 0.5), ((0.2, lost()), 0.2)], ids=["after the delay", "after a failure"]
)
@pytest.mark.parametrize("says", [True, False])
def test_the_budget_is_asked_when_the_copy_would_be_sent(lab, first, moment, says):
    found, _ = played(lab, first, says=(says, True, True))
    assert found.asks == pytest.approx([moment]), (
        f"A second copy was due at {moment} s, and `may_hedge()` was asked at {found.asks} s and said {says}: it is "
        "asked about a copy that would be sent now, at most once for a request."
    )


@pytest.mark.rule(5)
def test_when_the_budget_says_no_the_first_copy_goes_on_alone(lab):
    found, _ = played(lab, (3.0, "a"), says=(False, True))
    assert (found.how, found.time) == ("a", pytest.approx(3.0)), (
        f"The budget said no at 0.5 s, the service answered at 3 s, and the call came to {found.how!r} at "
        f"{found.time} s: when that says no, the first copy goes on alone."
    )


@pytest.mark.rule(2, 5)
@pytest.mark.parametrize(("delay", "within"), [(0.5, 0.25), (0.75, 0.5), (9.0, 4.0)])
def test_nobody_asks_about_a_copy_that_has_no_time_left(lab, delay, within):
    found, _ = played(lab, (FOREVER, "a"), delay=delay, within=within, says=[True] * 9)
    assert found.names == ["a"] and found.asks == [], (
        f"The delay, {delay} s, is longer than the {within} s of the call; copies went to {found.names}, and "
        f"`may_hedge()` was asked at {found.asks} s: only about a copy that has time left."
    )
    assert (found.how, found.time) == ("TimedOut", within), (
        f"A call within {within} s, with a delay of {delay} s, came to {found.how!r} at {found.time} s, not TimedOut "
        "at the deadline."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("value", [*FALSY, "value"], ids=repr)
@pytest.mark.parametrize(
    ("first", "second", "due"),
    [(0.3, 0.2, 0.3), (3.0, 0.2, 0.2), (1.3, 2.0, 1.3), (0.0, 0.2, 0.0)],
    ids=["alone", "second wins", "first wins", "in no time"],
)
def test_the_delay_hears_how_long_the_winner_took_by_itself(lab, first, second, due, value):
    found, _ = played(lab, (first, value), (second, value))
    assert len(found.notes) == 1, (
        f"A request got the value {value!r}, and the delay has heard of {found.notes}: `note` once for each request "
        "that gets a value, whatever that is."
    )
    assert found.notes == pytest.approx([due]), (
        f"The copies take {first} and {second} s, the delay is 0.5 s, and `note` was told {found.notes[0]} s: how long "
        f"the winning copy took by itself, from its sending to its value, {due} s."
    )


@pytest.mark.rule(6)
def test_a_second_copy_after_a_failure_is_noted_by_itself(lab):
    found, _ = played(lab, (0.3, lost()), (0.7, "b"))
    assert found.notes == pytest.approx([0.7]), (
        f"The first copy failed at 0.3 s, the second took 0.7 s, and `note` was told {found.notes}: how long the "
        "winning copy took by itself, and nothing of failures."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("end", ["failed", "late", "a bug"])
@pytest.mark.parametrize("says", [True, False])
def test_the_delay_hears_nothing_of_a_request_without_a_value(lab, end, says):
    found, _ = played(lab, *ENDS[end], says=(says,))
    assert found.notes == [], (
        f"A request got no value (its copies: {end}), and the delay was told {found.notes}: `note` is for each "
        "request that gets a value, and for no other."
    )


@pytest.mark.rule(6)
def test_the_delay_hears_nothing_from_a_caller_who_left(lab):
    async def main():
        scene = Scene(lab, (2.0, "a"), (2.0, "b"))
        task = asyncio.ensure_future(scene.call(4.0))
        await asyncio.sleep(0.7)
        task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(9)
        return scene.notes

    notes = heard(main)
    assert notes == [], f"A caller left at 0.7 s, without a value, and the delay was told {notes}."


@pytest.mark.rule(5, 6)
def test_a_request_that_was_refused_a_copy_leaves_the_next_one_its_own(lab):
    async def main():
        scene = Scene(lab, lambda call: (3.0 if call.asked < 9 else 1.0, Lost("a")), (0.2, "b"), says=(False, True))
        found = [await scene.call(4.0, moment=moment) for moment in (0.0, 10.0)]
        return found, scene.asks, scene.notes

    found, asks, notes = heard(main)
    assert [how for how, _ in found] == ["Lost", "b"] and asks == pytest.approx([0.5, 10.5]), (
        f"The budget said no to the first request and yes to the second, at 10 s; they came to {found}, and "
        f"`may_hedge()` was asked at {asks} s: once for each request that would send a second copy."
    )
    assert notes == pytest.approx([0.2]), f"Of the two requests one got a value, in 0.2 s, and `note` heard {notes}."


@pytest.mark.rule(3, 5)
@pytest.mark.parametrize("error", FAILING)
@pytest.mark.parametrize("seconds", [0.2, 0.9])
def test_when_the_budget_refuses_the_first_failure_is_the_last(lab, error, seconds):
    found = played(lab, (seconds, error("said the service")), says=(False, True))[0]
    assert found.names == ["a"], (
        f"The budget refused a second copy, and the first one failed at {seconds} s; the copies went to {found.names}: "
        "when the budget says no, none is sent for this request."
    )
    assert (found.how, found.time) == (error.__name__, pytest.approx(seconds)), (
        f"The budget refused a second copy, the first failed with {error.__name__} at {seconds} s, and the call came "
        f"to {found.how!r} at {found.time} s: no further copy will be sent, so this failure is raised, at once."
    )


@pytest.mark.rule(5, 7)
@pytest.mark.parametrize("error", [ValueError, KeyError, ZeroDivisionError])
@pytest.mark.parametrize("seconds", [0.2, 0.9])
def test_nobody_asks_the_budget_about_a_bug(lab, error, seconds):
    found, _ = played(lab, (seconds, error("a bug")), (9.0, "b"), says=(False, True))
    due = [] if seconds < 0.5 else [0.5]
    assert found.asks == due, (
        f"The first copy raised {error.__name__} at {seconds} s, the delay is 0.5 s, and `may_hedge()` was asked at "
        f"{found.asks} s: no copy is sent after a bug, and nobody is asked about one."
    )
