"""All that an instructor gets out of a class run, written into one folder."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from systemdesign.grading.cohort import difference, gradebook, likeness
from systemdesign.grading.cohort.feedback import feedback
from systemdesign.grading.cohort.names import stem
from systemdesign.grading.cohort.policy import shown, standing
from systemdesign.grading.cohort.summary import summary
from systemdesign.grading.judges import Failed
from systemdesign.grading.lab import Unusable
from systemdesign.grading.machine import fault


def write(records, out, lab, policy=None, earlier=None, folder="."):
    """Write grades, feedback, summary, and what is alike or has changed, and return notices: sentences for the reader.

    `policy` is a `policy.Policy`; `earlier` the folder of a run before, with its `grades/`; `folder` holds the
    notebooks. Each file is written whole, or not at all. Raises Unusable where `out` can't be written,
    and Failed where the machine is to blame.
    """
    notices, changes = [], None
    if earlier:
        before, notices = difference.earlier(earlier)
        changes = difference.changes(before, records)
    files = {
        "grades.csv": gradebook.plain(records, lab, policy),
        "canvas.csv": gradebook.canvas(records, lab, policy),
        "moodle.csv": gradebook.moodle(records, lab, policy),
        "grades.json": as_json(records, lab, policy),
        "summary.html": summary(records, lab, policy, changes),
        "difference.csv": changes and difference.table(changes),
    }
    files |= {f"feedback/{stem(record.student)}.html": feedback(record, lab, policy) for record in records}
    alike, told = compared(records, lab, folder)
    failed = [record.student for record in records if record.failed]
    if failed:
        told.append(f"Not in canvas.csv and moodle.csv, as the grader failed on them: {', '.join(failed)}.")
    kept(Path(out), files | alike)
    return notices + told


def compared(records, lab, folder):
    """The files about answers that are alike, and notices; without copydetect none, and a sentence that says so."""
    try:
        found, notices = likeness.likeness(records, lab, folder)
    except ImportError:
        return {"likeness.html": None, "likeness.csv": None}, [likeness.INSTALL]
    return {"likeness.html": likeness.shown(found, lab), "likeness.csv": likeness.table(found)}, notices


def as_json(records, lab, policy):
    """The whole class as JSON: each record as it is, but for films, with what lateness made of its points, as text."""
    students = []
    for record in records:
        stood = standing(policy, record, gradebook.out_of(lab))
        late = {"days_late": stood.days, "penalty": shown(stood.penalty), "final": shown(stood.final)}
        students.append(asdict(record) | {"points": record.points} | ({} if record.failed else late))
        for part in gradebook.parts(record) and students[-1]["grade"]["parts"]:
            part["schedule"] = part["schedule"] and {k: v for k, v in part["schedule"].items() if k != "film"}
    told = {"lab": lab.stem, "out_of": gradebook.out_of(lab), "students": students}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def kept(out, files):
    """Write the files; of an earlier run's, remove those that have no content now, and feedback for nobody."""
    try:
        (out / "feedback").mkdir(parents=True, exist_ok=True)
        for path in [*(out / "feedback").glob("*.html"), *(out / name for name, text in files.items() if text is None)]:
            if files.get(path.relative_to(out).as_posix()) is None:
                path.unlink(missing_ok=True)
        for name, text in files.items():
            if text is not None:
                replace(out / name, text)
    except OSError as error:
        if lack := fault(error):
            raise Failed(f"{error.filename or out} can't be written: {lack}") from None
        raise Unusable(f"{error.filename or out} can't be written ({error.strerror}). Give another --out.") from None


def replace(path, text):
    """Whole or not at all: whoever reads meanwhile sees the old file or the new one."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    os.replace(part, path)
