"""A lab: its source in solutions/, its parts, and a student's answers put into a pristine copy."""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from systemdesign.grading.borrowing import borrowed

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

    def sitting(self, number, answers, theirs=None):
        """The cells to run for one part, in order: what is given, what it needs, and itself.

        `answers` are those to run, by part; of `theirs`, the student's, other cells lend what these use.
        """
        wanted = {self.parts[n].cell: answers[n] for n in (*self.parts[number].needs, number)}
        before = [[cell["id"], source(cell)] for cell in self.cells if given(cell)]
        own = [[cell["id"], wanted[cell["id"]]] for cell in self.cells if cell["id"] in wanted]
        others = [[self.parts[n].cell, text] for n, text in (theirs or {}).items() if text and n != number]
        return [*before, *borrowed([*before, *own], others), *own]


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
    """A notebook as plain data. Raises Unusable when the file holds none."""
    try:
        book = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Unusable(
            f"There is no file {path}. Give a lab's notebook, such as labs/03_load_balancing.ipynb."
        ) from None
    except (OSError, ValueError) as error:
        raise Unusable(f"{path} is not a notebook ({error}). Give a lab's .ipynb file.") from None
    cells = book.get("cells") if isinstance(book, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Unusable(f"{path} has no list of cells, so it is not a notebook of format 4. Save it from Jupyter again.")
    return book


def lab_of(path, book):
    """Which lab this is: by the file's name, or else by what the notebook says of itself."""
    about = book.get("metadata")
    for stem in (Path(path).stem, about.get("lab") if isinstance(about, dict) else None):
        if stem in labs():
            return load(stem)
    raise Unusable(f"{path} is none of the labs: {', '.join(labs())}. Keep the name that the lab came with.")


def answers(book, lab):
    """Each part's source in the student's notebook, None where its cell is gone; of several, the last, as in a run."""
    found = {cell.get("id"): source(cell) for cell in book["cells"] if cell.get("cell_type") == "code"}
    return {number: found.get(part.cell) for number, part in lab.parts.items()}


def source(cell):
    text = cell.get("source", "")
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def given(cell):
    return cell["cell_type"] == "code" and "given" in cell["metadata"].get("tags", ())


def answer(cell):
    return "part" in cell["metadata"]
