"""The list of students: a CSV file that says whose each notebook is."""

import csv
import io
import os
from datetime import datetime
from pathlib import Path, PurePosixPath

from systemdesign.grading.cohort.submissions import NOTHING, Submission, changed, inside, named, stamp
from systemdesign.grading.lab import Unusable

NEEDED = ("file", "student")
ABOUT = ("id", "login", "email", "section", "canvas")
KNOWN = (*NEEDED, *ABOUT, "handed_in")
MOST = 20
"""Mistakes that are told at a time."""


class Mistake(Exception):
    """What is wrong with a line."""


def read(path, folder, apart=None):
    """(submissions, the notebooks of the folder that are nobody's), as the list at `path` has them.

    Its header names the columns: file and student, and if wanted id, login, email, section, canvas, and handed_in, a
    time with its zone. An empty file is a student who handed in nothing. Raises Unusable, with the lines' numbers.
    """
    rows, mistakes, listed, theirs = lines(path), [], {}, {}
    lying = {named(file): file for file in inside(folder, folder, apart)}
    for number, row in rows:
        try:
            made = submission(row, folder, lying)
            once(listed, made.student, number, f"the student {made.student}")
            if made.file:
                once(theirs, made.file, number, f"the file {made.file}")
        except Mistake as mistake:
            mistakes.append(f"{path}, line {number}: {mistake}")
        else:
            listed[made.student] = number, made
            theirs[made.file] = number, made
    if mistakes:
        more = [f"And {len(mistakes) - MOST} more."] if len(mistakes) > MOST else []
        raise Unusable(" ".join([*mistakes[:MOST], *more]))
    if not listed:
        raise Unusable(f"{path} lists no student: write one a line below the header, such as anna.ipynb,Anna.")
    return [made for _, made in listed.values()], sorted(name for name, file in lying.items() if file not in theirs)


def once(seen, key, number, what):
    if key in seen:
        raise Mistake(f"{what} is already on line {seen[key][0]}. Leave one of the two.")


def lines(path):
    """[(line, {column: text})] below the header. Raises Unusable where the file or its header is none."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise Unusable(f"{path} can't be read as a list of students ({error}). Save it as CSV in UTF-8.") from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        header, *rows = [(reader.line_num, row) for row in reader] or [(1, [])]
    except csv.Error as error:
        raise Unusable(f"{path}, line {reader.line_num}: {error}. Save it as CSV in UTF-8.") from None
    columns = [name.strip().lower() for name in header[1]]
    check(path, columns)
    return [(number, fitted(path, number, columns, row)) for number, row in rows if any(map(str.strip, row))]


def check(path, columns):
    wrong = [name for name in columns if name not in KNOWN or columns.count(name) > 1]
    missing = [name for name in NEEDED if name not in columns]
    if wrong or missing:
        said = f"no column is called {' or '.join(missing)}" if missing else f"the column {wrong[0]!r} is none of ours"
        raise Unusable(
            f"{path}, line 1: {said}. The columns are file and student, and if wanted {', '.join(KNOWN[2:])}."
        )


def fitted(path, number, columns, row):
    if len(row) != len(columns):
        raise Unusable(
            f"{path}, line {number}: {len(row)} cells under {len(columns)} columns. Quote a cell with a comma."
        )
    return dict(zip(columns, map(str.strip, row)))


def submission(row, folder, lying):
    """The submission of one line. Raises Mistake."""
    student, file = named(row["student"]), row["file"]
    about = {key: row[key] for key in ABOUT if row.get(key)}
    time = instant(row.get("handed_in", ""))
    if not student:
        raise Mistake("the student has no name.")
    if not file:
        return Submission(student, trouble=NOTHING, about=about)
    if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
        raise Mistake(f"the file {file} is not below {folder}: say where it lies in that folder.")
    theirs = lying.get(named(os.path.normpath(file)))
    if theirs is None:
        raise Mistake(f"there is no notebook {file} in {folder}. Leave the cell empty if nothing was handed in.")
    return Submission(student, theirs, time or changed(folder, theirs), about=about)


def instant(text):
    try:
        time = datetime.fromisoformat(text) if text else None
    except ValueError:
        time = datetime.min
    if time and time.tzinfo is None:
        raise Mistake(f"{text!r} is no time with its zone, such as 2026-11-30T23:59:00+01:00.")
    return stamp(time) if time else ""
