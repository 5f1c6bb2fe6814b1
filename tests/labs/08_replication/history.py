"""What came of a schedule, held against the log in which everything that was acknowledged must be in the end."""

from dataclasses import dataclass
from pathlib import Path

BESIDE = Path(__file__).parent / "beside.py"
MAJORITY = 2


@dataclass
class Heard:
    """One call of a coordinator's. `ended` is None for one that never was."""

    by: str
    verb: str
    what: object
    called: float
    ended: float | None
    error: str | None
    position: tuple | None

    @property
    def answered(self):
        return self.ended is not None and not self.error

    def __str__(self):
        what = f"{self.by}: {self.verb} {'' if self.what is None else self.what}".strip()
        if self.ended is None:
            return f"{what} is never answered"
        if self.error:
            return f"{what}: {self.error} at {self.ended:.3f} s"
        return f"{what}: done at {self.ended:.3f} s" + (f", position {self.position}" if self.position else "")


class History:
    """All that was heard, and `log`, the log in the end."""

    def __init__(self, lab, kind, story):
        events = [[event.time, event.verb, event.target] for event in story.events]
        heard, logs = lab.bring(BESIDE).play(kind, story.seed, events)
        self.heard = [Heard(*row) for row in heard]
        self.logs = [[tuple(entry) for entry in log] for log in logs]
        story.lines += [f"{one.called:8.3f} s  {one}" for one in sorted(self.heard, key=lambda one: one.called)]
        story.lines += [f"             node {number} has {shown(log)}" for number, log in enumerate(self.logs, 1)]

    @property
    def log(self):
        """What a majority has in the end, with the last write."""
        last = self.heard[-1].what
        return next((log for log in self.logs if log and log[-1][2] == last and self.logs.count(log) >= MAJORITY), None)

    def lost(self):
        """The first write that was acknowledged at a position where the log has something else, or None."""
        places = [((entry[0], number), entry[2]) for number, entry in enumerate(self.log, 1)]
        for one in self.heard:
            written = one.verb in ("write", "retry") and one.answered and one.what is not None
            if written and (one.position, one.what) not in places:
                return one
        return None


def shown(log):
    return ", ".join(f"{entry[2]} (epoch {entry[0]})" for entry in log) or "nothing"


def kept(lab, kind, story, why=""):
    """The history of a schedule in which nothing that was acknowledged is lost."""
    history = History(lab, kind, story)
    hanging = next((one for one in history.heard if one.ended is None), None)
    assert not hanging, f"{hanging}: each call has an answer or an error within a second."
    last = history.heard[-1]
    assert last.answered and history.log is not None, (
        f"In the end all nodes are up and all lines whole, and the last primary's write, {last}, is not at the end of "
        "the log of a majority: a write returns when that has its entry with all that comes before it. " + why
    )
    lost = history.lost()
    assert not lost, (
        f"{lost}; in the end {lost.what} is not there: the log has {shown(history.log)}. What was acknowledged stays "
        "in the log. " + why
    )
    return history
