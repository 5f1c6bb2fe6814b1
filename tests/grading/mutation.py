"""A wrong answer, written as what it changes in the right one."""

import re
from collections import defaultdict

from systemdesign.grading.lab import COURSE, load

FOLDER = COURSE / "tests" / "mutants"
HEAD = re.compile(r"\nLoses part (\d+)\. Hint: (.+)\n\n")


class Stale(Exception):
    """The right answer has changed under the mutant; the message holds the lines that are no longer there once."""


class Headless(Exception):
    """A mutant does not say which part it loses, and to which hint; the message says how to."""


def mutant(path):
    """(part, words of its hint, the wrong answer) of a file `NN_stem/name.diff`. Raises Headless or Stale."""
    told = head(path)
    part = int(told[1])
    return part, told[2], changed(load(path.parent.name).parts[part].answer, told.string[told.end() :])


def head(path):
    """The match of HEAD in the mutant's text."""
    found = HEAD.search((FOLDER / path).read_text(encoding="utf-8"))
    if not found:
        raise Headless(f"{path}: write 'Loses part 1. Hint: words of the hint' between two empty lines at its top.")
    return found


def by_part(paths):
    """The mutants of each part of each lab."""
    parts = defaultdict(list)
    for path in paths:
        parts[path.parent.name, head(path)[1]].append(path)
    return list(parts.values())


def changed(answer, diff):
    """The answer after each hunk of the diff; a hunk's old lines must be in it exactly once. Raises Stale."""
    text = f"\n{answer.strip()}\n"
    for hunk in re.split(r"(?m)^@@\n", diff)[1:]:
        old, new = side(hunk, "-"), side(hunk, "+")
        if old not in text or text.find(old) != text.rfind(old):
            raise Stale(old)
        text = text.replace(old, new)
    return text.strip() + "\n"


def side(hunk, sign):
    """The lines of a hunk before (-) or after (+) the change."""
    return "\n" + "".join(f"{line[1:]}\n" for line in hunk.splitlines() if line[:1] in ("", " ", sign))
