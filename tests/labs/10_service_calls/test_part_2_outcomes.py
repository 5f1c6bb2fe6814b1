"""Lab 10, part 2: which outcome of two copies is the call's: values, failures, bugs, and the deadline."""

import asyncio

import pytest

from systemdesign.grading.outcomes import heard
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .hedging import Scene
from .scene import FALSY, FOREVER, lost

FAILING = [Lost, Refused, Unavailable, TimedOut, TimeoutError]


def seen(lab, first, second=(0.0, "b"), within=4.0, delay=0.5, says=(True,)):
    async def main():
        return await Scene(lab, first, second, delay, says).seen(within)

    return heard(main)


@pytest.mark.rule(3, 4)
@pytest.mark.parametrize("value", [*FALSY, "a value"], ids=repr)
@pytest.mark.parametrize("winner", ["a", "b"])
def test_the_first_value_is_returned_whatever_it_is(lab, winner, value):
    first = (0.2, value) if winner == "a" else (3.0, "late")
    found = seen(lab, first, (0.2, value), delay=0.5)
    assert found.how == value and type(found.how) is type(value), (
        f"Service {winner} answered first, with {value!r}, and the call came to {found.how!r}: the first value to come "
        "is returned, whatever it is."
    )
    due = 0.2 if winner == "a" else 0.7
    assert found.time == pytest.approx(due), (
        f"Service {winner} gave the first value at {due} s, and the call returned at {found.time} s: by a value it "
        "ends, and copies under way are cancelled."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", FAILING)
def test_a_failure_is_no_value_while_the_other_copy_is_under_way(lab, error):
    found = seen(lab, (2.0, "a"), (0.3, error("said the service")))
    assert (found.how, found.time) == ("a", pytest.approx(2.0)), (
        f"The second copy failed with {error.__name__} at 0.8 s, the first gave its value at 2 s, and the call came to "
        f"{found.how!r} at {found.time} s: a failure is no value, and the first value to come is returned."
    )
    found = seen(lab, (0.9, error("said the service")), (1.5, "b"))
    assert (found.how, found.time) == ("b", pytest.approx(2.0)), (
        f"The first copy failed with {error.__name__} at 0.9 s, the second gave its value at 2 s, and the call came to "
        f"{found.how!r} at {found.time} s: a failure is no value, and the first value to come is returned."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    ("first", "second", "due", "time"),
    [
        ((0.9, Lost("a")), (1.1, Refused("b")), "Refused", 1.6),
        ((2.4, Lost("a")), (0.2, Refused("b")), "Lost", 2.4),
        ((0.1, Lost("a")), (0.3, Refused("b")), "Refused", 0.4),
        ((0.1, Lost("a")), (0.0, Unavailable("b")), "Unavailable", 0.1),
    ],
    ids=["first, second", "second, first", "at once", "without a pause"],
)
def test_when_both_have_failed_the_last_failure_is_raised_at_once(lab, first, second, due, time):
    found = seen(lab, first, second)
    assert found.how == due, (
        f"The copies took {first[0]} and {second[0]} s and failed with {first[1]!r} and {second[1]!r}; the call came "
        f"to {found.how!r}: when both have failed, the failure that came last is raised, {due}."
    )
    assert found.time == pytest.approx(time), (
        f"The failure that came last, {due}, came at {time} s, and was raised at {found.time} s: it is raised at once."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("error", [ValueError, KeyError, OSError])
def test_a_bug_of_the_first_copy_is_no_reason_for_a_second(lab, error):
    found = seen(lab, (0.2, error("a bug")), (0.3, "b"))
    assert found.names == ["a"], (
        f"The first copy raised {error.__name__}, which is a bug and no failure, and the copies went to {found.names}: "
        "no copy is sent after a bug."
    )
    assert (found.how, found.time) == (error.__name__, pytest.approx(0.2)), (
        f"The first copy raised {error.__name__} at 0.2 s, and the call came to {found.how!r} at {found.time} s: a bug "
        "is raised as it is, at once."
    )


@pytest.mark.rule(4, 7)
@pytest.mark.parametrize("error", [ValueError, KeyError, OSError])
@pytest.mark.parametrize("which", ["first", "second"])
def test_a_bug_of_either_copy_is_raised_at_once(lab, error, which):
    bug, value = (1.1, error("a bug")), (3.0, "value")
    found = seen(lab, bug, value) if which == "first" else seen(lab, value, (0.6, bug[1]))
    assert (found.how, found.time) == (error.__name__, pytest.approx(1.1)), (
        f"Two copies were under way, the {which} one raised {error.__name__} at 1.1 s, and the call came to "
        f"{found.how!r} at {found.time} s: a bug is raised as it is, at once."
    )
    assert not found.running, (
        f"A bug of the {which} copy was raised, and the calls of {found.running} were under way: whenever the call "
        "ends, by a bug too, copies under way are cancelled."
    )


@pytest.mark.rule(7)
def test_a_bug_after_a_failure_is_raised(lab):
    found = seen(lab, (0.2, lost()), (0.6, ValueError("a bug")))
    assert (found.how, found.time) == ("ValueError", pytest.approx(0.8)), (
        f"The first copy failed, the second raised ValueError at 0.8 s, and the call came to {found.how!r} at "
        f"{found.time} s: a bug is raised as it is, at once."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("delay", [0.5, 0.25])
def test_at_the_deadline_both_copies_end(lab, delay):
    found = seen(lab, (FOREVER, "a"), (FOREVER, "b"), within=1.5, delay=delay)
    assert (found.how, found.time) == ("TimedOut", pytest.approx(1.5)), (
        f"Neither service answers, and a call within 1.5 s came to {found.how!r} at {found.time} s: at the deadline, "
        "`within` seconds after the request came in, copies fail with TimedOut."
    )
    assert not found.running, (
        f"At the deadline the calls of {found.running} were under way: a copy is cancelled then, as in part 1."
    )


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize(
    ("first", "second"), [((FOREVER, None), (0.3, lost())), ((0.9, lost()), (FOREVER, None))], ids=["second", "first"]
)
def test_the_deadline_of_one_copy_is_the_last_failure_of_two(lab, first, second):
    found = seen(lab, first, second)
    assert (found.how, found.time) == ("TimedOut", 4.0), (
        f"One copy failed, the other one had no answer within 4 s, and the call came to {found.how!r} at {found.time} "
        "s: at the deadline that fails with TimedOut, and the failure that came last is raised."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("within", [0, -1.0])
def test_without_time_no_copy_is_sent(lab, within):
    found = seen(lab, (0.1, "a"), within=within)
    assert not found.names and (found.how, found.time) == ("TimedOut", 0.0), (
        f"A call within {within} s sent copies to {found.names} and came to {found.how!r} at {found.time} s: no copy "
        "is sent when nothing is left, and it fails with TimedOut."
    )


@pytest.mark.rule(2)
def test_requests_at_once_have_each_a_deadline(lab):
    async def main():
        scene = Scene(lab, (FOREVER, "a"), (FOREVER, "b"), says=[True] * 9)
        plans = [(2.0, 0.0), (1.0, 0.25), (4.0, 0.5), (1.0, 6.0)]
        return await asyncio.gather(*(scene.call(within, moment=moment) for within, moment in plans))

    found = [time for _, time in heard(main)]
    assert found == pytest.approx([2.0, 1.25, 4.5, 7.0]), (
        f"Calls at 0, 0.25, 0.5 and 6 s, within 2, 1, 4 and 1 s, failed at {found} s: the deadline is `within` seconds "
        "after that request came in."
    )
