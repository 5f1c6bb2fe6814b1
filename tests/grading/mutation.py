"""A wrong answer, written as what it changes in the right one."""

import re

from systemdesign.grading.lab import COURSE, load

FOLDER = COURSE / "tests" / "mutants"
HEAD = re.compile(r"\nLoses part (\d+)\. Hint: (.+)\n\n")


class Stale(Exception):
    """The right answer has changed under the mutant; the message holds the lines that are no longer there once."""


def mutant(path):
    """(part, words of its hint, the wrong answer) of a file `NN_stem/name.diff`."""
    text = (FOLDER / path).read_text(encoding="utf-8")
    told = HEAD.search(text)
    part = int(told[1])
    return part, told[2], changed(load(path.parent.name).parts[part].answer, text[told.end() :])


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
