"""Answers that are nearly the same, as a reason to talk: it says what agrees, and not how that came about."""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from systemdesign.grading.cohort.fingerprint import common, fingerprint, idioms, likely, passages, without
from systemdesign.grading.cohort.page import page
from systemdesign.grading.cohort.table import written
from systemdesign.grading.lab import COURSE, Unusable, answers, read
from systemdesign.grading.opening import opened

ENOUGH, SHORT = 0.6, 150
"""From which share on two answers are listed, and how many characters of tokens beyond the starter they need.

Measured on the labs' own right answers, which are of different shapes: of 536 pairs that are no shorter than this, none
has more than 0.59 in common; shorter ones have up to 0.66. Of our answers to the 67 parts that are long enough, with
every name changed, methods in another order and a statement more in each function, 0.61 or more is found."""
LONGEST = 100_000
"""Characters of an answer: a longer one is left out, as nobody would read it, and its tokens take minutes."""
CLOSEST, TEXTS = 3, 100
"""How many pairs of a circle the page shows with their text, and how many in all; the table has every pair."""
COURSE_ANSWER = "the course's answer"
TOO_LONG = "Not compared: the answer of {} to part {} is too long to be read."
INSTALL = "Answers were not compared with each other: pip install -e '.[class]' brings copydetect, which does that."


@dataclass(frozen=True)
class Likeness:
    """Students whose answers to one part have the share `share` in common. In a group all are the same but for names,
    comments and layout; `other` is empty where there is but one such group."""

    part: int
    share: float
    group: tuple
    other: tuple
    sides: tuple

    @property
    def texts(self):
        """The two normal forms as passages, with those marked that stand in both; of a group, the one that it has."""
        return passages(*self.sides) if self.other else [[(self.sides[0].raw_code, False)]]

    @property
    def course(self):
        return any(name.startswith(COURSE_ANSWER) for name in (*self.group, *self.other))


def likeness(records, lab, folder):
    """(list of Likeness, the closest first; notices). Raises ImportError where copydetect is missing."""
    fingerprint("")
    handed, notices = handed_in(records, lab, folder)
    found = []
    for number, part in lab.parts.items():
        if not part.keep:
            texts = {name: texts[number] for name, texts in handed.items() if texts[number]}
            found += alike(number, {name: text for name, text in texts.items() if len(text) <= LONGEST}, lab)
            notices += [TOO_LONG.format(name, number) for name, text in texts.items() if len(text) > LONGEST]
    return sorted(found, key=lambda one: (-one.share, one.part, one.group)), notices


def handed_in(records, lab, folder):
    """{student: {part: source}}, and whose notebook is not there any more as it was graded."""
    found, gone = {}, []
    for record in records:
        path = Path(folder, record.file)
        try:
            if record.grade and hashlib.sha256(opened(path)).hexdigest() == record.sha256:
                found[record.student] = answers(read(path), lab)
            elif record.grade:
                gone.append(record.student)
        except (OSError, Unusable):
            gone.append(record.student)
    return found, [f"Not compared, as the notebook is not the one that was graded: {', '.join(gone)}."] if gone else []


def alike(number, texts, lab):
    """The Likenesses of one part: first what is the same, then what is nearly the same, student by student and with
    the course's own answers."""
    starter = fingerprint(started(lab)[number]).hashes
    ours = {name: fingerprint(text, starter) for name, text in course(lab, number).items()}
    groups, made = grouped(texts, ours, starter)
    theirs = [names for names in groups if not all(name.startswith(COURSE_ANSWER) for name in names)]
    yield from (Likeness(number, 1.0, names, (), (made[names],)) for names in theirs if len(names) > 1)
    yield from near(number, [(a, b) for a in theirs for b in groups if b not in theirs], made)
    known = idioms([made[names] for names in theirs])
    yield from near(number, combinations(theirs, 2), {names: without(made[names], known) for names in theirs})


def grouped(texts, ours, starter):
    """({names: ...}, {names: fingerprint}) of what is the same after all names are; what is too short is left out."""
    same, one = defaultdict(list), {}
    for name, made in [*((name, fingerprint(text, starter)) for name, text in texts.items()), *ours.items()]:
        if made.token_coverage >= SHORT:
            same[made.filtered_code].append(name)
            one[made.filtered_code] = made
    made = {tuple(sorted(names)): one[code] for code, names in same.items()}
    return list(made), made


def near(number, pairs, made):
    for group, other in pairs:
        one, two = made[group], made[other]
        if min(one.token_coverage, two.token_coverage) >= SHORT and likely(one, two, ENOUGH):
            share = common(one, two)
            if share >= ENOUGH:
                yield Likeness(number, share, group, other, (one, two))


def started(lab):
    """{part: what the starter gives}."""
    return {number: text or "" for number, text in answers(read(COURSE / "labs" / f"{lab.stem}.ipynb"), lab).items()}


def course(lab, number):
    """{name: answer}: ours, and the right answers of other shapes that the course's own tests have."""
    found = {COURSE_ANSWER: lab.parts[number].answer}
    for path in sorted((COURSE / "tests" / "mutants" / lab.stem).glob("right_*.py")):
        pieces = re.split(r"(?m)^# %% part-(\d+)\n", path.read_text(encoding="utf-8"))
        found |= {
            f"{COURSE_ANSWER} ({path.stem.removeprefix('right_')})": text
            for part, text in zip(pieces[1::2], pieces[2::2])
            if int(part) == number
        }
    return found


@dataclass(eq=False)
class Circle:
    """Students who are joined by likenesses of one part, each with at least one other: `pairs`, the closest first."""

    part: int
    names: set
    pairs: list

    @property
    def course(self):
        return any(one.course for one in self.pairs)


def circles(found):
    """The Circles, by part: those with fewest students first, as a pair says more than half a class."""
    made = []
    for one in found:
        names = {*one.group, *one.other}
        touched = [circle for circle in made if circle.part == one.part and circle.names & names]
        joined, *others = touched or [Circle(one.part, set(), [])]
        joined.names.update(names, *(circle.names for circle in others))
        joined.pairs += [one, *(pair for circle in others for pair in circle.pairs)]
        made = [circle for circle in made if circle not in touched] + [joined]
    for circle in made:
        circle.pairs.sort(key=lambda pair: (-pair.share, pair.group))
    return sorted(made, key=lambda circle: (circle.part, len(circle.names), sorted(circle.names)))


def shown(found, lab):
    """The page, HTML as text."""
    return page("likeness.html", lab=lab, circles=circles(found)[:TEXTS], closest=CLOSEST, enough=ENOUGH, short=SHORT)


def table(found):
    """All of it as CSV: a line for each part and pair of groups."""
    return written(
        ["part", "percent in common", "students", "and", "with the course's answer"],
        [
            [one.part, int(100 * one.share), "; ".join(one.group), "; ".join(one.other), "yes" if one.course else "no"]
            for one in found
        ],
        mark=True,
    )
