"""Figures for those who teach: how long chapters and labs are, and what they ask of a week on each path."""

import re
from dataclasses import dataclass
from functools import cached_property

from systemdesign.grading.lab import labs, load, source
from tools.contents import cells, linked, made
from tools.systems import titled

READING, FIGURE, EXERCISE = 120, 5, 8
"""Words a minute; minutes for a figure, its guess included; minutes for an exercise. Set by us, not measured."""
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
CHAPTERS, LABS = "% chapters", "% labs"
PATH = re.compile(r"^\| week \| before \| after \|\n\|[-|]+\|\n((?:\| .*\n)+)", re.MULTILINE)
PATH_HEAD = "| week | read before | built after | hours |\n|---|---|---|---|\n"


class Chapter:
    """How long a chapter is."""

    def __init__(self, path):
        self.path = path
        told = cells(path)
        text = "\n".join(text for kind, text in told if kind == "markdown")
        self.words = len(text.split())
        self.figures = sum("@experiment(" in text for kind, text in told if kind == "code")
        self.exercises = len(re.findall(r"^\d+\. ", text.partition("\n## Exercises\n")[2], re.MULTILINE))

    @property
    def minutes(self):
        """To read it and to try everything."""
        return self.words / READING + self.figures * FIGURE + self.exercises * EXERCISE

    def row(self):
        """Its row in Markdown, the minutes to the nearest five."""
        told = f"{self.words:,} | {self.figures} | {self.exercises} | {5 * round(self.minutes / 5)}"
        return f"| {linked(self.path)} | {told} |\n"


@dataclass
class Work:
    """How long a lab is: what a student is asked for, and what our own answer takes."""

    stem: str

    @cached_property
    def parts(self):
        return load(self.stem).parts.values()

    @property
    def points(self):
        return sum(part.points for part in self.parts)

    @property
    def rules(self):
        return sum(len(load(self.stem).rules(part.number)) for part in self.parts)

    @property
    def lines(self):
        """Lines of our answers, empty ones and comments apart."""
        lines = [line.strip() for part in self.parts for line in part.answer.splitlines()]
        return sum(line != "" and line[0] != "#" for line in lines)

    @property
    def allowed(self):
        """The time that its text allows, in words. ValueError where it says nothing."""
        text = "\n".join(source(cell) for cell in load(self.stem).cells)
        found = re.search(r"\bAllow ([a-z ]+) hours?\b", text)
        if not found:
            raise ValueError(f"labs/{self.stem}.ipynb does not say how long it takes: Allow three hours.")
        return found[1]

    @property
    def hours(self):
        """(fewest, most) of the hours that its text allows."""
        numbers = [NUMBERS[word] for word in self.allowed.split(" to ")]
        return numbers[0], numbers[-1]

    def row(self):
        """Its row in Markdown."""
        told = f"{len(self.parts)} | {self.points} | {self.rules} | {self.lines} | {self.allowed}"
        return f"| {self.stem[:2]} · {titled(self.stem)} | {told} |\n"


class Course:
    """The chapters and the labs, by number; the tour, in which nothing is to be built, is no lab here."""

    def __init__(self, paths):
        self.chapters = {path.stem[:2]: Chapter(path) for path in paths}
        self.labs = {stem[:2]: Work(stem) for stem in labs() if not load(stem).shown}

    def path(self, found):
        """A path's table: a row of it says "| 1 | 00 01 | 01 |", the week, its chapters and its lab."""
        return PATH_HEAD + "".join(self.week(*re.findall(r"[\d ]+\d", line)) for line in found[1].splitlines())

    def week(self, number, before, after):
        """A week's row; none where nothing of it is there."""
        read = [self.chapters[each] for each in before.split() if each in self.chapters]
        build = [self.labs[each] for each in after.split() if each in self.labs]
        if not read + build:
            return ""
        told = ", ".join(linked(each.path) for each in read), ", ".join(titled(each.stem) for each in build)
        return f"| {number.strip()} | {' | '.join(told)} | {hours(read, build)} |\n"

    def filled(self, text):
        """The page with its tables."""
        for place, rows in ((CHAPTERS, self.chapters), (LABS, self.labs)):
            text = text.replace(f"{place}\n", "".join(each.row() for each in rows.values()))
        return PATH.sub(self.path, text)


def hours(read, build):
    """What chapters and labs ask for together, in words: "4 to 5", to the nearest whole hour."""
    reading = sum(chapter.minutes for chapter in read) / 60
    fewest, most = (round(reading + sum(lab.hours[end] for lab in build)) for end in (0, 1))
    return f"{fewest} to {most}" if fewest < most else f"{most}"


setup = made("book/teaching", lambda text, paths: Course(paths).filled(text))
