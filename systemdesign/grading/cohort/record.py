"""What is kept of one hand-in: whose it is, of which file and version, and the grade."""

from dataclasses import dataclass, field


@dataclass
class Record:
    """One student's hand-in, as it lies in `OUT/grades/`. Times are ISO 8601 in UTC.

    `grade` is what `grade --json` writes; None where there is none, and then `error` says why: the notebook is
    unusable, or, if `failed`, the grader itself was (and a run that goes on tries again).
    `about` holds what the list of students says besides: an id, a login, an e-mail address.
    """

    student: str
    file: str
    sha256: str
    handed_in: str
    graded: str
    course: str
    lab: str
    checks: str
    """The version of the lab: a hash of its cells and its checks."""
    grade: dict | None = None
    error: str = ""
    failed: bool = False
    about: dict = field(default_factory=dict)

    @property
    def points(self):
        """Points before any penalty; 0 where there is no grade."""
        return self.grade["points"] if self.grade else 0
