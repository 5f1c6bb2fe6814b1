"""From an error to one of four states, and a hint."""

import re

from hypothesis.errors import FlakyFailure, FlakyReplay

from systemdesign.grading.jupyter import unknown
from systemdesign.grading.process import Gone
from systemdesign.grading.remote import StudentError
from systemdesign.grading.verdict import State, Undefined, Verdict
from systemdesign.kernel import Deadlock, Livelock

FLAKY = (
    "The same schedule gave two results: your code keeps something from one run to the next. "
    "Look for a class attribute or a global."
)


def diagnose(error, check, rules, before):
    """The verdict that ends a part's judgement, by a check of these rules; what was passed `before` it is kept."""
    error = innermost(error)
    state, hint = told(error)
    story = getattr(error, "story", None)
    schedule = story.told() if story else None
    broken = named(hint) or rules
    return Verdict(state, hint[:800], check, broken, schedule, checks=before.checks, earned=before.earned)


def named(hint):
    """The rules that a hint names itself, as those do whose check compares with all rules at once."""
    return [int(number) for number in re.findall(r"\brule (\d+)", hint)]


def innermost(error):
    while isinstance(error, BaseExceptionGroup) and not isinstance(error, (FlakyFailure, FlakyReplay)):
        error = error.exceptions[0]
    return error


def told(error):
    match error:
        case Undefined():
            return State.UNDEFINED, str(error)
        case StudentError(kind="NotImplementedError"):
            return State.MISSING, f"Nothing here yet: {error.text or 'the part still raises NotImplementedError'}."
        case StudentError(kind="NameError"):
            return State.WRONG, unknown(error, where(error))
        case StudentError():
            return State.WRONG, f"Your code raised {error}{where(error)}"
        case Gone():
            return State.WRONG, str(error)
        case FlakyFailure() | FlakyReplay():
            return State.WRONG, FLAKY
        case Deadlock() | Livelock():
            return (
                State.WRONG,
                f"Something was never answered: {str(error).partition(', yet')[0]}, and the check waits.",
            )
        case AssertionError():
            return State.WRONG, str(error)
    return State.WRONG, f"The check met {type(error).__name__}: {error}"


def where(error):
    return f"  ({error.place})" if error.place else ""
