"""What a judge is asked to do."""

from dataclasses import dataclass, field


@dataclass
class Sitting:
    """One part of one student. Cells are [name, source], and run in the order given, borrowed, answers.

    `given` are those that every student has, `answers` the part's own and those that it builds on; a third item says
    that it is the course's. `others` are the student's other answers, of which all these may borrow.
    """

    part: int
    defines: str
    given: list
    answers: list
    others: list = field(default_factory=list)
    replay: list | None = None
    limits: dict | None = None
    checks: list = field(default_factory=list)
    """The files that judge it."""
