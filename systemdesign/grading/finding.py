"""Where the answers stand in a student's notebook: editors, filters and converters change cells' ids and metadata.

A cell answers a part when it defines what that part is to define; where none does, its metadata, its id and its place
say which was meant. Nothing is parsed here, so that a cell that is no Python is found as well.
"""

from dataclasses import dataclass, field

from systemdesign.grading.cells import ADDS, BINDS, BUILDS_ON, INSIDE, MAKES, cell_of, joined

ABSENT = (
    "No cell defines {names}, has the id {id} or stands where that cell stood: "
    "take it from the lab's starter again, and write your answer there."
)
NO_CODE = (
    "Your answer stands in cell {at}, which is of type {kind}: make it a code cell (in Jupyter press Esc, then y)."
)
SEVERAL = "{names} is defined in the cells {every} of your notebook. Judged is cell {at}{why}."
LAST, WRITTEN = ", the last of them, as when all are run", ", since the starter's is not filled in"
OTHER = "Judged is cell {at}, which defines {names}: the cell with the id {id} does not."
NO_ID = "Judged is cell {at}, which defines {names}: no cell has the id {id} any more."
BY = {
    "metadata": "its metadata say so",
    "id": "it has the id {id}",
    "place": "it stands where that cell stood",
    "text": "it does so further in",
}
MEANT = "No cell defines {names} at its top. Judged is cell {at}: {why}."


@dataclass
class Answer:
    """What is judged, or None; the cells that it stands in; which signs were followed where they disagree."""

    source: str | None
    cells: list = field(default_factory=list)
    note: str = ""


def defining(cells, name):
    """The cells that make what the name stands for; or else, those that give it to something."""
    return next(filter(None, ([cell for cell in cells if cell.has(line, name)] for line in (MAKES, BINDS))), [])


class Found:
    """The answers in a notebook, by part; and what else is written there, of which they may borrow."""

    def __init__(self, cells, lab):
        """`cells` are the student's, and `lab` the lab's own, whose ids say what they are."""
        self.cells = [cell_of(at, cell) for at, cell in enumerate(cells, 1)]
        self.lab = {cell["id"]: cell_of(at, cell) for at, cell in enumerate(lab, 1)}
        self.code = [cell for cell in self.cells if cell.kind == "code"]
        self.python = [cell for cell in self.code if cell.python]

    def known_at_all(self, parts):
        """Whether this is the lab at all: a cell of it is here, or the answers to half of its parts."""
        ours = {cell.source.strip() for cell in self.lab.values() if len(cell.source) > 20}
        made = [part for part in parts if any(c.has(MAKES, part.defines.split()[0]) for c in self.code)]
        theirs = any(cell.source.strip() in ours or cell.id.startswith("part-") for cell in self.cells)
        return theirs or 2 * len(made) >= len(parts)

    def answer(self, part):
        """The answer to a part."""
        told = {"names": " and ".join(f"`{name}`" for name in part.defines.split()), "id": part.cell}
        chosen, notes = [], []
        for name in part.defines.split():
            having = defining(self.python, name) or defining(self.code, name)
            if having:
                written = [cell for cell in having if cell.written(name)]
                chosen += self.whole(written or having, name)
                notes.append(self.several(having, written, name))
        if not chosen:
            return self.meant(part, told)
        cells = sorted({cell.at: cell for cell in chosen}.values(), key=lambda cell: cell.at)
        note = next(filter(None, notes), self.elsewhere(cells, told))
        return Answer(joined([self.own(cell) for cell in cells]), cells, note)

    def whole(self, having, name):
        """The last cell, those that its class derives from, and those below that add to it."""
        first = len(having) - 1
        while first and having[first].has(BUILDS_ON, name):
            first -= 1
        return having[first:] + [cell for cell in self.python if cell.at > having[-1].at and cell.has(ADDS, name)]

    def several(self, having, written, name):
        if len(having) == 1:
            return ""
        at, every = (written or having)[-1].at, ", ".join(str(cell.at) for cell in having)
        why = WRITTEN if len(written) == 1 else LAST
        return SEVERAL.format(names=f"`{name}`", every=every, at=at, why=why)

    def elsewhere(self, cells, told):
        if any(cell.id == told["id"] for cell in cells):
            return ""
        known = any(cell.id == told["id"] for cell in self.cells)
        return (OTHER if known else NO_ID).format(at=" and ".join(str(cell.at) for cell in cells), **told)

    def meant(self, part, told):
        """Where nothing defines it: the cell that was meant to, so that its own fault is told."""
        signs = {
            "metadata": [cell for cell in self.code if cell.defines == part.defines],
            "id": [cell for cell in self.code if cell.id == part.cell],
            "place": self.placed(part),
            "text": [c for c in self.python if all(c.has(INSIDE, name) for name in part.defines.split())],
        }
        for sign, cells in signs.items():
            if cells:
                note = MEANT.format(at=cells[-1].at, why=BY[sign].format(**told), **told)
                return Answer(self.own(cells[-1]), cells[-1:], "" if cells[-1].id == part.cell else note)
        for cell in self.cells:
            if cell.id == part.cell or any(defining([cell], name) for name in part.defines.split()):
                return Answer(None, [], NO_CODE.format(at=cell.at, kind=cell.kind))
        return Answer(None, [], ABSENT.format(**told))

    def placed(self, part):
        """The code cells between the text of a part and its check, which are known by their ids or by what they say."""
        text, check = self.known(f"{part.cell}-text"), self.known(f"check-{part.number}")
        if text is None or check is None:
            return []
        return [cell for cell in self.code if text < cell.at < check and cell.source.strip()]

    def known(self, name):
        ours = self.lab.get(name)
        same = (
            cell.at for cell in self.cells if ours and (cell.id == name or cell.source.strip() == ours.source.strip())
        )
        return next(same, None)

    def own(self, cell):
        """What a cell says but for the cells of the lab that were merged with it; lines keep their numbers."""
        source = cell.source
        for ours in self.lab.values():
            if ours.kind == "code" and not ours.id.startswith("part-") and len(ours.source) > 20:
                source = source.replace(ours.source, "\n" * ours.source.count("\n"))
        return source

    def beside(self, answers):
        """The student's other code cells, [[name, source], ...], of which answers may borrow."""
        taken = {cell.at for answer in answers for cell in answer.cells}
        ours = {cell.source.strip() for cell in self.lab.values()}
        others = [cell for cell in self.python if cell.at not in taken and cell.source.strip() not in ours]
        return [[f"cell-{cell.at}", cell.source] for cell in others if cell.source.strip()]
