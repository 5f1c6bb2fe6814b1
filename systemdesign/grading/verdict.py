"""What the judge says of one part."""

from dataclasses import dataclass, field
from enum import StrEnum

NOTHING = "No check ran on this part: that is the course's fault, not yours."


class State(StrEnum):
    UNDEFINED = "undefined"
    MISSING = "missing"
    WRONG = "wrong"
    RIGHT = "right"


@dataclass
class Verdict:
    """`hint` says what to look at, `rules` the numbers of those that are broken, as the lab's text counts them.
    `earned` are the points of the checks passed that are worth some by themselves.

    `note` says which cell was judged, where a notebook's signs disagree.
    `isolated` is whether the kernel held the student's process while it was judged.
    `schedule` is one that breaks the answer, where there is one, and says why it is this one that is shown.
    """

    state: State
    hint: str = ""
    check: str = ""
    rules: list = field(default_factory=list)
    schedule: dict | None = None  # seed, faults, choice (texts), timeline (lines), replay (text), film (data)
    printed: str = ""
    seconds: float = 0.0
    checks: list = field(default_factory=list)
    earned: int = 0
    isolated: bool = True
    note: str = ""


class Undefined(Exception):
    """The part's name is not there after its cell has run."""
