"""The grades of a class as CSV: for reading, for Canvas and for Moodle."""

from html import escape

from systemdesign.grading.cohort.policy import shown, standing
from systemdesign.grading.cohort.table import written

ABOUT = ("id", "login", "email", "section")


def out_of(lab):
    """The points of the whole lab."""
    return sum(part.points for part in lab.parts.values())


def parts(record):
    """{1: what the grade says of part 1, ...}; empty where there is no grade."""
    return {part["part"]: part for part in record.grade["parts"]} if record.grade else {}


def plain(records, lab, policy=None):
    """Everything on one line for each student, with a byte order mark, as it is opened in Excel."""
    header = ["student", *ABOUT, "points", "out of", "days late", "penalty", "final"]
    for number, part in lab.parts.items():
        header += [f"part {number} ({part.title})", f"part {number} state"]
    rows = [line(record, lab, standing(policy, record, out_of(lab))) for record in records]
    return written([*header, "practice", "handed in", "file", "sha256", "error"], rows, mark=True)


def line(record, lab, stood):
    """Without a grade because the grader failed there are no points, which is not the same as none reached."""
    points = ["", out_of(lab), "", "", ""] if record.failed else [record.points, out_of(lab), *costs(stood)]
    found = parts(record)
    results = [found.get(number, {}).get(key, "") for number in lab.parts for key in ("points", "state")]
    return [
        record.student,
        *(record.about.get(key, "") for key in ABOUT),
        *points,
        *map(str, results),
        "not isolated" if practice(record) else "",
        record.handed_in,
        record.file,
        record.sha256,
        record.error,
    ]


def costs(stood):
    return stood.days, shown(stood.penalty), shown(stood.final)


def practice(record):
    """Whether the grade was made where an answer could not be shut in."""
    return bool(record.grade) and not record.grade.get("isolated", True)


def canvas(records, lab, policy=None):
    """For Canvas, *Grades*, *Import*. One column of points, named as the assignment is to be called.

    Canvas looks for the columns below in this order, then finds a student by ID (its own), SIS User ID, SIS Login ID
    or name, and takes the points possible from the row after the header; it keeps two decimals. What the list of
    students calls id is the SIS User ID here, and its column canvas, if there is one, the ID. No byte order mark: it
    would be part of the first column's name. Whose grading failed is left out, so that no grade is overwritten.
    Source: `lib/gradebook_importer.rb` of https://github.com/instructure/canvas-lms.
    """
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", lab.stem]
    rows = [
        [
            named(record.student),
            record.about.get("canvas", ""),
            record.about.get("id", ""),
            record.about.get("login", ""),
            record.about.get("section", ""),
            shown(standing(policy, record, out_of(lab)).final),
        ]
        for record in records
        if not record.failed
    ]
    return written(header, [["    Points Possible", "", "", "", "", out_of(lab)], *rows])


def named(student):
    """Canvas takes every row whose first cell holds these two words for the points possible, a student's too."""
    return student.replace("Points Possible", "Points possible")


def moodle(records, lab, policy=None):
    """For Moodle, *Grades*, *Import*, *CSV file*: map one of the first columns to the user, the next to the grade
    item, the last to its feedback.

    Moodle gives a row without an identifier to the student of the row before it, and stops at one that it does not
    know; so a column is there only where all students have it, and the names are the last resort. Map grade and
    feedback both: Moodle drops the grades of an item whose feedback alone is imported. Feedback is shown as HTML.
    Sources: https://docs.moodle.org/en/Grade_import and `grade/import/csv/classes/load_data.php`.
    """
    rows = [record for record in records if not record.failed]
    columns = {"Username": "login", "ID number": "id", "Email address": "email"}
    full = {name: key for name, key in columns.items() if rows and all(record.about.get(key) for record in rows)}
    header = [*(full or ["Username"]), "Full name", lab.stem, f"{lab.stem} feedback"]
    return written(
        header,
        [
            [
                *([record.about[key] for key in full.values()] or [record.student]),
                record.student,
                shown(standing(policy, record, out_of(lab)).final),
                escape(feedback(record, standing(policy, record, out_of(lab)))),
            ]
            for record in rows
        ],
    )


def feedback(record, stood):
    """One line: what each part came to, with its hint, and what being late cost."""
    told = [
        f"Part {number}: {part['points']} of {part['out_of']}." + (f" {part['hint']}" if part["hint"] else "")
        for number, part in parts(record).items()
    ]
    if record.error:
        told.append(record.error)
    if stood.penalty:
        told.append(f"Days late: {stood.days}, which costs {shown(stood.penalty)} points.")
    return " ".join(told)
