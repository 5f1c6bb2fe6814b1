"""Rows as CSV that no spreadsheet takes for a program."""

import csv
import io
import re
from unicodedata import category

FORMULA = re.compile(r"(^|;)([\s\u200b-\u200f\ufeff\u00ad]*)(?=[=+\-@＝＋－＠])")  # full-width signs count in East Asia
"""Where a formula may begin: at the start of a cell, and after a semicolon, at which Excel parts cells where the
comma is the decimal sign."""

BREAKS = {"Cc", "Zl", "Zp"}


def written(header, rows, mark=False):
    """A table as text: RFC 4180, lines end in CR LF. `mark` begins it with the byte order mark without which Excel
    reads UTF-8 as something else."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows([[cell(value) for value in row] for row in (header, *rows)])
    return ("\ufeff" if mark else "") + target.getvalue()


def cell(value):
    """A value on one line, without control characters; the joiners stay that Persian and Hindi names need.

    An apostrophe stands before what a spreadsheet would compute, as OWASP advises
    (https://owasp.org/www-community/attacks/CSV_Injection). Numbers are numbers, and stay.
    """
    if not isinstance(value, str):
        return "" if value is None else value
    line = "".join(" " if category(character) in BREAKS else character for character in value).strip()
    return FORMULA.sub(r"\1\2'", line)
