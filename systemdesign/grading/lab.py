"""A lab: its source in solutions/, its parts, and a student's answers put into a pristine copy."""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from systemdesign.grading.cells import source
from systemdesign.grading.finding import Found
from systemdesign.grading.machine import fault
from systemdesign.grading.opening import opened, strange

COURSE = Path(__file__).parents[2]


class Unusable(Exception):
    """This can't be graded at all; the message says what to give instead."""


@dataclass(frozen=True)
class Part:
    """One answer cell. `defines` is the name that it must bind, or several with spaces in between.

    `needs` are the parts whose names it builds on; `keep` leaves the answer in the starter.
    """

    number: int
    title: str
    points: int
    defines: str
    answer: str
    needs: tuple = ()
    keep: bool = False

    @property
    def cell(self):
        return f"part-{self.number}"


@dataclass
class Lab:
    """The cells that every student is given, and the parts that they answer."""

    stem: str
    cells: list
    parts: dict = field(default_factory=dict)

    @property
    def shown(self):
        """Nothing is to be answered here: the tour, whose answers stay in the starter, the wrong ones too."""
        return all(part.keep for part in self.parts.values())

    def checks(self, number):
        """The files that judge a part, test_part_1.py before test_part_1_word.py. Raises Unusable when none does."""
        folder = COURSE / "tests" / "labs" / self.stem
        found = sorted(path for path in folder.glob("test_part_*.py") if judged_part(path) == number)
        if not found:
            raise Unusable(f"Nothing judges part {number}: write tests/labs/{self.stem}/test_part_{number}.py.")
        return found

    def rules(self, number):
        """{1: "The first rule.", ...} of a part, from the numbered list in the text above its answer."""
        text = next((source(cell) for cell in self.cells if cell["id"] == f"part-{number}-text"), "")
        return {int(found[1]): found[2] for found in re.finditer(r"(?m)^(\d+)\. (.+)", text)}

    def number(self, cell):
        """The part that this cell id answers, or None."""
        return next((number for number, part in self.parts.items() if part.cell == cell), None)

    def cells_of(self, number, theirs=()):
        """(the cells that are given, the answers to run for one part): those that it needs, and itself.

        `theirs` are the student's answers to use, by part; the course's own stand for the others, and are marked.
        """
        needed = [self.parts[n] for n in sorted((*self.parts[number].needs, number))]
        before = [[cell["id"], source(cell)] for cell in self.cells if given(cell)]
        theirs = dict(theirs)
        return before, [
            [part.cell, theirs[part.number]] if part.number in theirs else [part.cell, part.answer, True]
            for part in needed
        ]


def judged_part(path):
    """The part that a file of checks judges, from its name."""
    return int(re.match(r"test_part_(\d+)", Path(path).name)[1])


def labs():
    """The stems of all labs."""
    return sorted(path.stem for path in (COURSE / "solutions").glob("*.ipynb"))


@cache
def load(stem):
    """The lab, from its solution. Raises Unusable when that says too little."""
    lab = Lab(stem, read(COURSE / "solutions" / f"{stem}.ipynb")["cells"])
    parts = [part_of(cell, stem) for cell in filter(answer, lab.cells)]
    if not parts:
        raise Unusable(NO_PART.format(stem=stem, cell="no cell has them"))
    lab.parts.update({part.number: part for part in parts})
    return lab


NO_PART = (
    'solutions/{stem}.ipynb: an answer is a cell with the id "part-1", or another number, and in its metadata '
    '"part": {{"defines": "TwoChoices", "points": 3, "title": "two choices"}}; {cell}.'
)


def part_of(cell, stem):
    about, number = cell["metadata"]["part"], re.fullmatch(r"part-(\d+)", cell["id"])
    try:
        return Part(int(number[1]), answer=source(cell), **{**about, "needs": tuple(about.get("needs", ()))})
    except TypeError:
        raise Unusable(NO_PART.format(stem=stem, cell=f"the cell {cell['id']} has not both")) from None


def read(path):
    """A notebook as plain data. Raises Unusable when the file holds none, or is no regular file of a bearable size;
    OSError where the machine is to blame."""
    try:
        text = opened(path)
        book = json.loads(text)  # in UTF-8, or as PowerShell writes it, in UTF-16
    except FileNotFoundError:
        raise Unusable(
            f"There is no file {path}. Give a lab's notebook, such as labs/03_load_balancing.ipynb."
        ) from None
    except PermissionError:
        raise Unusable(f"{path} can't be read: you may not. Give a lab's .ipynb file that is yours.") from None
    except OSError as error:
        if fault(error):
            raise
        raise Unusable(f"{path} is not a notebook ({error}). Give a lab's .ipynb file.") from None
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{path} is not a notebook ({strange(text) or error}). Give a lab's .ipynb file.") from None
    cells = book.get("cells") if isinstance(book, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Unusable(f"{path} has no list of cells, so it is not a notebook of format 4. Save it from Jupyter again.")
    return book


def lab_of(path, book, name=None):
    """Which lab this is: the one that is named, else what the file is called or the notebook says of itself.

    Raises Unusable where it is none, or where two of these disagree: a notebook is not graded as another lab.
    """
    about = book.get("metadata")
    says = about.get("lab") if isinstance(about, dict) else None
    told = {"--lab": name, "its file's name": Path(path).stem, "the notebook itself": says}
    found = {who: lab for who, lab in told.items() if isinstance(lab, str) and lab in labs()}
    if name is not None and name not in labs():
        raise Unusable(f"There is no lab {name}. These are: {', '.join(labs())}.")
    if not found:
        raise Unusable(f"{path} is none of the labs: {', '.join(labs())}. Keep the name that the lab came with.")
    if len(set(found.values())) > 1:
        said = ", ".join(f"{who} says {lab}" for who, lab in found.items())
        raise Unusable(f"{path} is of two labs ({said}). Grade the lab's own notebook, under its own name.")
    return load(next(iter(found.values())))


def found(book, lab):
    """Where the student's answers stand."""
    return Found(book["cells"], lab.cells)


def answers(book, lab):
    """Each part's source in the student's notebook, None where there is none."""
    where = found(book, lab)
    return {number: where.answer(part).source for number, part in lab.parts.items()}


def given(cell):
    return cell["cell_type"] == "code" and "given" in cell["metadata"].get("tags", ())


def answer(cell):
    return "part" in cell["metadata"]
