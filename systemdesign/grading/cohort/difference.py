"""A class graded again: whose grade is another than in the earlier run, in which parts, and what has changed."""

import json
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

from systemdesign.grading.cohort.gradebook import parts
from systemdesign.grading.cohort.record import Record
from systemdesign.grading.cohort.table import written

KINDS = ("fell", "vanished", "no grade any more", "rose", "has a grade now", "appeared", "other parts", "other reason")
"""In the order in which an instructor wants to look."""
CAUSES = {"sha256": "the hand-in", "checks": "the lab's checks", "course": "the course"}
ITSELF = "nothing: the same hand-in was judged otherwise. Look into it"


@dataclass(frozen=True)
class Change:
    """One student whose record differs. `before` and `after` are points as text, empty where there was no grade."""

    student: str
    kind: str
    before: str
    after: str
    parts: str
    why: str


@dataclass(frozen=True)
class Changes:
    """`rows` are Change, those who lost something first; `same` counts the students with the same grade."""

    rows: list
    same: int

    @property
    def counts(self):
        return ", ".join(f"{count} {kind}" for kind, count in Counter(row.kind for row in self.rows).items())


def earlier(folder):
    """(records, notices) of an earlier run, from FOLDER/grades/*.json. What can't be read is left out and told."""
    records, notices, known = [], [], {one.name for one in fields(Record)}
    for path in sorted(Path(folder, "grades").glob("*.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            records.append(Record(**{key: value for key, value in told.items() if key in known}))
        except (OSError, ValueError, TypeError, AttributeError):
            notices.append(f"{path} holds no record of an earlier run, and is left out of the difference.")
    return records, notices


def changes(before, after):
    """The Changes from one list of records to another, by student."""
    old, new = ({record.student: record for record in records} for records in (before, after))
    rows = [change(old.get(student), new.get(student)) for student in {**old, **new}]
    found = sorted((row for row in rows if row), key=lambda row: (KINDS.index(row.kind), row.student))
    return Changes(found, len(rows) - len(found))


def change(old, new):
    """The Change of one student, None when the grade is the same."""
    kind = kind_of(old, new)
    if kind is None:
        return None
    causes = old and new and [words for key, words in CAUSES.items() if getattr(old, key) != getattr(new, key)]
    why = "" if causes is None else ", ".join(causes) or ITSELF
    return Change((new or old).student, kind, points(old), points(new), differing(old, new), why)


def kind_of(old, new):
    if not old or not new:
        return "vanished" if old else "appeared"
    if bool(old.grade) != bool(new.grade):
        return "has a grade now" if new.grade else "no grade any more"
    if old.points != new.points:
        return "rose" if new.points > old.points else "fell"
    if not new.grade:
        return "other reason" if old.error != new.error else None
    return "other parts" if differing(old, new) else None


def points(record):
    return str(record.points) if record and record.grade else ""


def differing(old, new):
    """The parts that came to something else, such as "2: wrong → right (0 → 3)"."""
    if not old or not new or not old.grade or not new.grade:
        return ""
    was, now = parts(old), parts(new)
    return "; ".join(
        f"{number}: {one['state']} → {two['state']} ({one['points']} → {two['points']})"
        for number in sorted({*was, *now})
        if (one := was.get(number, NO_PART)) and (two := now.get(number, NO_PART))
        if (one["state"], one["points"]) != (two["state"], two["points"])
    )


NO_PART = {"state": "no such part", "points": 0}


def table(found):
    """The changes as CSV, for Excel too."""
    return written(
        ["student", "now", "points before", "points now", "parts", "what has changed"],
        [[row.student, row.kind, row.before, row.after, row.parts, row.why] for row in found.rows],
        mark=True,
    )
