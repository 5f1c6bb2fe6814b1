"""A run over a class: what was judged before is kept, the rest is judged, and every record saved as it comes."""

import hashlib
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from systemdesign.grading.cohort.record import Record
from systemdesign.grading.cohort.submissions import stamp
from systemdesign.grading.judges import Failed
from systemdesign.grading.lab import Unusable
from systemdesign.grading.machine import fault
from systemdesign.grading.opening import opened

LOOK = 1.0
"""Seconds after which the engine is asked whether it is still there, though nothing has ended."""


@dataclass
class Run:
    """What it needs: who handed in what, the lab's stem and the versions, and where records are saved.

    `old` are the records to go on with, by student. `records` are those that there are so far, `kept` the number that
    comes from before, `judged` of those that were judged now, in `spent` seconds of processor.
    """

    folder: Path
    submissions: list
    lab: str
    versions: tuple
    save: object
    old: dict
    records: dict = field(default_factory=dict)
    kept: int = 0
    judged: int = 0
    spent: float = 0.0

    def over(self, engine, progress=lambda done, of: None):
        """Judge all that is to be judged, with never more in work than the engine can take."""
        for submission, outcome, digest in as_they_end(engine, self.lab, self.waiting()):
            self.judged += 1
            self.spent += outcome.pop("spent", 0.0)
            self.add(submission, digest, outcome)
            progress(len(self.records), len(self.submissions))
        progress(len(self.records), len(self.submissions))
        return [self.records[submission.student] for submission in self.submissions]

    def waiting(self):
        """(submission, bytes, their hash) of what must be judged; all else is recorded on the way."""
        for submission in self.submissions:
            if submission.trouble:
                self.add(submission, "", {"error": submission.trouble})
                continue
            try:
                notebook = opened(Path(self.folder, submission.file))
            except OSError as error:
                self.add(submission, "", unread(submission, error))
                continue
            digest = hashlib.sha256(notebook).hexdigest()
            if not self.keep(submission, digest):
                yield submission, notebook, digest

    def keep(self, submission, digest):
        """Whether there is a record of this very notebook, from these versions, that still holds."""
        old = self.old.get(submission.student)
        if not old or old.failed or (old.sha256, old.lab, old.course, old.checks) != (digest, self.lab, *self.versions):
            return False
        said = {"file": submission.shown, "handed_in": submission.handed_in, "about": submission.about}
        self.record(replace(old, **said))
        self.kept += 1
        return True

    def add(self, submission, digest, outcome):
        made = Record(
            student=submission.student,
            file=submission.shown,
            sha256=digest,
            handed_in=submission.handed_in,
            graded=stamp(datetime.now(UTC)),
            course=self.versions[0],
            lab=self.lab,
            checks=self.versions[1],
            about=submission.about,
            **outcome,
        )
        self.record(made)

    def record(self, made):
        if self.old.get(made.student) != made:
            self.save(made)
        self.records[made.student] = made


def unread(submission, error):
    """What becomes of a notebook that can't be read: one of its own faults, or one of the machine's."""
    if lack := fault(error):
        return {"error": f"the grader failed: {lack}", "failed": True}
    return {"error": f"{submission.shown} is not a notebook ({error.strerror or error})"}


def as_they_end(engine, lab, waiting):
    """(submission, what `marked` returns, hash) of each that waits, as they end."""
    running = {}
    for submission, notebook, digest in waiting:
        running[engine.submit(Path(submission.shown).name, notebook, lab)] = submission, digest
        while len(running) >= engine.most:
            yield from ended(engine, running)
    while running:
        yield from ended(engine, running)


def ended(engine, running):
    done, _ = wait(running, timeout=LOOK, return_when=FIRST_COMPLETED)
    engine.look()
    for future in done:
        submission, digest = running.pop(future)
        yield submission, outcome(engine, future), digest


def outcome(engine, future):
    """What has become of a task. Raises Failed or Unusable for what is no matter of one notebook: the engine's end."""
    try:
        return future.result()
    except CancelledError:
        engine.look()
        raise Failed("the engine has dropped a notebook") from None
    except (Failed, Unusable):
        raise
    except Exception as error:
        why = fault(error) or f"{type(error).__name__}: {error}"
        return {"error": f"the grader failed: {why}", "failed": True}
