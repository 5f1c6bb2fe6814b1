"""A wrong answer, written as what it changes in the right one."""

import re
from dataclasses import dataclass

from systemdesign.grading.lab import COURSE, load

FOLDER = COURSE / "tests" / "mutants"
FILE = re.compile(r"part_(\d+)_rule_(\d+)\.diff")
SECTION = re.compile(r"## (\w+)\n(.+)\nHint: (.+)\n\n(@@\n(?s:.+))")


class Stale(Exception):
    """The right answer has changed under the mutant; the message holds the lines that are no longer there once."""


class Headless(Exception):
    """A mutant does not say what it does wrong, and what its hint says; the message says how to."""


@dataclass(frozen=True)
class Mutant:
    """Breaks one rule of one part; `hint` is what the student must read then."""

    stem: str
    part: int
    rule: int
    name: str
    wrong: str
    hint: str
    diff: str

    def __str__(self):
        return f"{self.stem}/{self.part}.{self.rule} {self.name}"

    @property
    def answer(self):
        """The wrong answer. Raises Stale."""
        return changed(load(self.stem).parts[self.part].answer, self.diff)


def mutants():
    """Those of all labs, by lab, part and rule."""
    for path in sorted(FOLDER.glob("*/*.diff")):
        yield from written(path)


def written(path):
    """The mutants of one file, `NN_stem/part_P_rule_R.diff`. Raises Headless."""
    named = FILE.fullmatch(path.name)
    if not named:
        raise Headless(f"{path.name}: name the file after the rule that its mutants break, such as part_1_rule_2.diff.")
    for section in re.split(r"(?m)^(?=## )", path.read_text(encoding="utf-8"))[1:]:
        found = SECTION.fullmatch(section.rstrip() + "\n")
        if not found:
            raise Headless(f"{path.name}: {section.splitlines()[0]}: {HOW}")
        yield Mutant(path.parent.name, int(named[1]), int(named[2]), *found.groups())


HOW = "write below it what is wrong, a line 'Hint: words of the hint', an empty line, and the change after '@@'."


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
