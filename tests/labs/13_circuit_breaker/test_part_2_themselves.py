"""Lab 13, part 2: objects are handed on themselves; which errors are failures, whatever their kind."""

import pytest

from .exactly import judge_objects, judge_one_request_twice
from .scene import EXACT

THEMSELVES = "requests, values and errors are handed on themselves, and not as copies."


@pytest.mark.rule(1)
def test_objects_are_handed_on_themselves(lab):
    judge_objects(lab, "Breaker", THEMSELVES)


@pytest.mark.rule(1)
def test_one_request_may_come_twice(lab):
    judge_one_request_twice(lab, "Breaker", "closed, it passes each call on, however many are under way.")


@pytest.mark.rule(2)
def test_which_errors_are_failures(lab):
    failures = ["Lost", "an OSError", "an ExceptionGroup", "a StopAsyncIteration"]
    for name, _, _, state in lab.bring(EXACT).exact("Breaker"):
        due = "open" if name in failures else "closed"
        why = {
            "open": "a call is a failure when the service raised an `Exception`, any but `Refused`",
            "closed": "what ends with `Refused`, of whatever kind, or by a cancellation counts for nothing, and what "
            "was returned in time is good, whatever it is",
        }[due]
        assert state == due, f"With `least` 1 a call came to {name}, and then the breaker was {state}: {why}."


@pytest.mark.rule(9)
@pytest.mark.parametrize("pause", [1.0, 0.0])
def test_an_era_is_no_moment(lab, pause):
    states = lab.bring(EXACT).one_moment(pause)
    assert states == ["half-open", "closed", "closed"], (
        f"With `least` 1 and `probes` 2, two trials of {pause:g} s were good; in the moment in which the second one "
        f"ended, and just before, a third began, and failed a second later. The states before and after the closing, "
        f"and then: {states}. A call that was passed on in an earlier era is nobody's business when it ends, though "
        "the next era began in that moment."
    )
