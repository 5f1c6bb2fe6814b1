"""Lab 06, part 2: a majority, rule by rule. Its calls are made beside the student's code: coroutines don't travel."""

from pathlib import Path

import pytest

CALLS = Path(__file__).parent / "calls.py"


def asked(lab, plan, need, until=30.0):
    """What `majority` of calls that end as planned came to: its outcome, the time, and what each call lived through."""
    return lab.bring(CALLS).asked(plan, need, until)


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_all_calls_begin_at_once(lab, count):
    found = asked(lab, [["value", 1.3 + number, number] for number in range(count)], (count + 1) // 2)
    assert found["begun"] == [0.0] * count, (
        f"{count} calls began at {found['begun']} s: all calls begin at once, none waits for another."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    ("seconds", "need"),
    [
        ([3.1, 1.7, 2.3], 2),
        ([5.3, 0.7], 1),
        ([1.1, 2.9, 2.3, 0.4, 7.7], 3),
        ([0.6], 1),
        ([2.2, 1.1], 2),
        ([1.1, 2.9, 2.3, 0.4, 7.7], 4),
    ],
)
def test_it_returns_as_soon_as_enough_have_answered(lab, seconds, need):
    found = asked(lab, [["value", time, f"after {time}"] for time in seconds], need)
    first = sorted(seconds)[:need]
    assert found["outcome"] == "returned", f"All calls gave results, and majority ended with {found['outcome']}."
    assert found["time"] == pytest.approx(first[-1]), (
        f"Calls that take {seconds} s, of which {need} are needed: it returned at {found['time']} s. It returns as "
        f"soon as so many results have come, at {first[-1]} s."
    )
    assert found["kind"] == "list" and sorted(found["results"]) == sorted(f"after {time}" for time in first), (
        f"Calls that take {seconds} s, of which {need} are needed: it returned {found['results']!r}. It returns the "
        "results of so many calls in a list, and no more."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("value", [None, 0, False, "", [], ["a"], {"a": 1}], ids=repr)
def test_a_result_may_be_anything_and_the_same_as_anothers(lab, value):
    found = asked(lab, [["value", 1.2, value], ["value", 1.9, value], ["value", 3.3, value]], 2)
    assert (found["outcome"], found["results"], found["time"]) == ("returned", [value, value], 1.9), (
        f"Three calls give {value!r}, and two are needed: {found['outcome']} {found['results']!r} at {found['time']} "
        "s. A result may be anything, and the same as another's."
    )


@pytest.mark.rule(2)
def test_an_error_that_was_returned_is_a_result(lab):
    found = asked(lab, [["returned error", 1.2, None], ["returned error", 1.9, None], ["value", 5, 1]], 2)
    assert (found["outcome"], found["time"], found["results"]) == ("returned", 1.9, ["Lost", "Lost"]), (
        f"Two calls *returned* an error, and two results are needed: {found['outcome']} at {found['time']} s with "
        f"{found['results']!r}. A result may be an error that was returned and not raised."
    )


@pytest.mark.rule(2)
def test_results_that_come_at_one_moment_are_enough(lab):
    found = asked(lab, [["value", 1.7, number] for number in range(5)], 3)
    assert (found["outcome"], len(found["results"] or []), found["time"]) == ("returned", 3, 1.7), (
        f"Five results came at one moment, and three are needed: {found['outcome']} {found['results']!r}. It returns "
        "the results of three calls."
    )


FAILING = [
    ("Lost", [("fails", 1.1), ("value", 5.3), ("fails", 2.3)], 2, 2.3),
    ("Refused", [("fails", 1.1), ("value", 5.3), ("fails", 2.3)], 2, 2.3),
    ("TimedOut", [("fails", 1.1), ("fails", 2.3)], 2, 1.1),
    ("Unavailable", [("fails", 4.4)], 1, 4.4),
    ("Unavailable", [("fails", 2.2), ("value", 0.3), ("fails", 1.4), ("value", 9.1), ("fails", 3.7)], 3, 3.7),
    ("TimedOut", [("fails", 2.2), ("fails", 0.3), ("fails", 1.4), ("fails", 9.1), ("fails", 3.7)], 2, 3.7),
]


@pytest.mark.rule(3)
@pytest.mark.parametrize(("error", "plan", "need", "time"), FAILING)
def test_it_is_unavailable_as_soon_as_too_many_have_failed(lab, error, plan, need, time):
    found = asked(lab, [[how, seconds, error] for how, seconds in plan], need)
    told = ", ".join(f"{error if how == 'fails' else 'a result'} at {seconds} s" for how, seconds in plan)
    assert found["outcome"] == "Unavailable", (
        f"Calls that end with {told}, of which {need} are needed, came to {found['outcome']} {found['results']!r}: "
        "when so many have failed that the needed results cannot come any more, it raises Unavailable."
    )
    assert found["time"] == pytest.approx(time), (
        f"Calls that end with {told}, of which {need} are needed: Unavailable at {found['time']} s. It is raised as "
        f"soon as so many have failed that {need} results cannot come any more, at {time} s, and no sooner."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("need", [1, 2, 3])
def test_failures_that_leave_enough_are_borne(lab, need):
    plan = [["fails", 0.2 + 0.3 * number, "Lost"] for number in range(5 - need)]
    found = asked(lab, [*plan, *(["value", 3.1 + number, number] for number in range(need))], need)
    assert (found["outcome"], found["results"]) == ("returned", list(range(need))), (
        f"Of five calls {5 - need} failed and {need} gave results, and {need} are needed: it came to "
        f"{found['outcome']} {found['results']!r}. Unavailable is raised when the results cannot come any more, and "
        "no sooner; an error that was raised is no result."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("how", ["returned", "Unavailable"])
def test_the_other_calls_go_on(lab, how):
    first = "value" if how == "returned" else "fails"
    found = asked(lab, [[first, 1.1, "Lost"], ["value", 4700.7, "late"], [first, 2.2, "Lost"]], 2, 5000.0)
    assert found["outcome"] == how, f"It came to {found['outcome']}, where two calls of three were {first!r}."
    assert found["ended"][1] == 4700.7, (
        f"Two calls of three had decided it, and the third, which takes 4700.7 s, ended at {found['ended'][1]}: the "
        "other calls go on to their own end. A replica may still have to store something."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("how", ["value", "fails"])
@pytest.mark.parametrize("late", [2.2, 4.7])
def test_an_error_of_the_others_troubles_nobody(lab, how, late):
    plan = [[how, 1.1, "Lost"], ["fails", late, "Refused"], [how, 2.2, "Lost"], ["fails", late + 1, "Refused"]]
    plan[3:] = [] if how == "fails" else plan[3:]
    found = asked(lab, plan, 2)
    assert not found["lost"], (
        f"It was over at {found['time']} s, and calls that failed at {late} s and later were never looked at: "
        f"{found['lost']}. An error of theirs troubles nobody, the program neither."
    )
    due = "returned" if how == "value" else "Unavailable"
    assert found["outcome"] == due, (
        f"Two calls of {len(plan)} had decided it, others failed, and it came to {found['outcome']}, where {due} was "
        "due: an error of theirs troubles nobody, the caller neither."
    )


@pytest.mark.rule(2, 3)
def test_two_majorities_at_once_do_not_mix(lab):
    found = lab.bring(CALLS).both(
        [["value", 1.1, "a"], ["value", 2.3, "b"]], [["fails", 0.7, "Lost"], ["value", 1.9, "c"]]
    )
    assert found == [["a", "b"], "Unavailable"], (
        f"Two majorities were asked at once, of two calls each: both needed, and they came to {found}, where ['a', "
        "'b'] and Unavailable were due."
    )
