"""An answer is found in whatever shape an editor, a filter or a converter has left the notebook."""

import copy
import json

import pytest

from systemdesign.grading.finding import Found
from systemdesign.grading.grader import grade
from systemdesign.grading.lab import COURSE, load
from systemdesign.grading.report import as_data, lines

LAB = load("03_load_balancing")
SOLVED = json.loads((COURSE / "solutions" / "03_load_balancing.ipynb").read_text(encoding="utf-8"))
STARTER = json.loads((COURSE / "labs" / "03_load_balancing.ipynb").read_text(encoding="utf-8"))
OURS = {number: part.answer for number, part in LAB.parts.items()}


def at(cells, name):
    return next(place for place, cell in enumerate(cells) if cell["id"] == name)


def text(cell):
    return "".join(cell["source"])


def code(source, **more):
    return {"cell_type": "code", "id": "new", "metadata": {}, "source": source, "outputs": [], **more}


def merged(cells, first, second):
    """What *Merge Cell Below* in JupyterLab leaves: the first cell, with both texts."""
    here, below = at(cells, first), at(cells, second)
    cells[here]["source"] = text(cells[here]) + "\n\n" + text(cells[below])
    del cells[below]


def renumbered(cells):
    for number, cell in enumerate(cells):
        cell["id"] = str(number)


def bare(cells):
    for number, cell in enumerate(cells):
        cell.update(id=f"a{number}", metadata={})


def without_ids(cells):
    for cell in cells:
        del cell["id"]


def split(cells):
    """The second part's class, and above it a helper that it uses, in a cell that keeps the id."""
    place = at(cells, "part-2")
    source = text(cells[place]).replace("now()", "moment()")
    cells[place]["source"] = "def moment():\n    return now()\n"
    cells.insert(place + 1, code(source))


def moved(cells):
    cells.append(cells.pop(at(cells, "part-2")))


def elsewhere(cells):
    """Written in a cell of one's own; the starter's stands as it was."""
    place = at(cells, "part-2")
    cells.insert(place + 1, code(text(cells[place])))
    cells[place]["source"] = text(STARTER["cells"][at(STARTER["cells"], "part-2")])


def helped(cells):
    """A helper and an import in cells of one's own, above and below."""
    place = at(cells, "part-2")
    cells[place]["source"] = text(cells[place]).replace("now()", "moment(clock)")
    cells.insert(place, code("from systemdesign import now as clock\nprint('scratch')"))
    cells.append(code("def moment(clock):\n    return clock()"))


def marked(cells):
    """A byte-order mark, a form feed, a line separator in a comment, and the ends of lines of another system."""
    place = at(cells, "part-2")
    cells[place]["source"] = "\ufeff# one\u2028two\x0c\r\n" + text(cells[place]).replace("\n", "\r\n")


KEPT = {
    "as it was": (lambda cells: None, False),
    "merged with its check": (lambda cells: merged(cells, "part-2", "check-2"), False),
    "merged with the part before": (lambda cells: merged(cells, "part-1", "part-2"), True),
    "merged with what is given": (lambda cells: merged(cells, "setup", "part-2"), True),
    "ids that are numbers": (renumbered, True),
    "no ids and no metadata": (bare, True),
    "no ids, as in an older format": (without_ids, True),
    "split in two": (split, True),
    "moved to the end": (moved, False),
    "in a cell beside the starter's": (elsewhere, True),
    "helpers in cells of one's own": (helped, False),
    "odd characters": (marked, False),
}


@pytest.mark.parametrize("name", KEPT)
def test_an_answer_keeps_its_points(name, tmp_path, judges):
    mangle, told = KEPT[name]
    book = copy.deepcopy(SOLVED)
    mangle(book["cells"])
    (path := tmp_path / "03_load_balancing.ipynb").write_text(json.dumps(book), encoding="utf-8")
    found = grade(path, parts=[2], judges=judges).verdicts[2]
    assert (str(found.state), bool(found.note)) == ("right", told), found


def answered(cells, part=2):
    return Found(cells, LAB.cells).answer(LAB.parts[part])


def changed(mangle):
    cells = copy.deepcopy(SOLVED["cells"])
    mangle(cells)
    return cells


def test_of_two_that_are_written_the_last_is_judged_and_the_report_says_so():
    found = answered([*SOLVED["cells"], code("class Ejection: pass")])
    assert found.source == "class Ejection: pass"
    assert found.note.endswith(f"Judged is cell {len(SOLVED['cells']) + 1}, the last of them, as when all are run.")


def test_a_cell_that_is_no_python_is_found_by_what_it_says():
    assert answered(changed(bare) + [code("class Ejection:\n    def (")]).source == "class Ejection:\n    def ("


def test_a_cell_that_defines_nothing_is_found_by_its_metadata_its_id_or_its_place():
    for sign in ("metadata", "id", "place"):
        cells = copy.deepcopy(SOLVED["cells"])
        cell = cells[at(cells, "part-2")]
        cell["source"] = "class Ejections: pass"
        cell["metadata"] = cell["metadata"] if sign == "metadata" else {}
        cell["id"] = cell["id"] if sign == "id" else "x"
        found = answered(cells)
        assert found.source == "class Ejections: pass"
        assert bool(found.note) == (sign != "id")


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_answer_in_a_cell_that_is_no_code_says_what_to_do(kind):
    cells = changed(lambda cells: cells[at(cells, "part-2")].update(cell_type=kind))
    found = answered(cells)
    assert (found.source, "make it a code cell" in found.note, kind in found.note) == (None, True, True)


def test_an_answer_that_is_nowhere_says_what_was_looked_for():
    gone = ("part-2", "check-2", "part-2-text")
    found = answered([cell for cell in SOLVED["cells"] if cell["id"] not in gone])
    assert found.note.startswith("No cell defines `Ejection`, has the id part-2 or stands where that cell stood")


def test_two_names_may_stand_in_two_cells():
    lab = load("01_latency_and_queues")
    halves = [code("def quantile(a, b): pass"), code("x = 1"), code("def bounds(a): pass")]
    found = Found(halves, lab.cells).answer(lab.parts[2])
    assert [cell.at for cell in found.cells] == [1, 3]


def test_a_cell_that_tries_a_function_under_its_own_name_is_no_answer():
    lab = load("01_latency_and_queues")
    tries = code("quantile = quantile([1, 2], 0.5)\nfrom mine import bounds")
    found = Found([code("def quantile(a, b): pass\ndef bounds(a): pass"), tries], lab.cells).answer(lab.parts[2])
    assert ([cell.at for cell in found.cells], "quantile" in found.source) == ([1], True)


OLD = 'notes = """\nclass Ejection:\n    an old attempt\n"""\n'


@pytest.mark.parametrize(
    ("later", "cells"),
    [
        (OLD, [1]),
        ("class Ejection(Ejection):\n    pass", [1, 2]),
        ("Ejection.failed = lambda self, server: None", [1, 2]),
        ("setattr(Ejection, 'failed', None)", [1, 2]),
        ("Ejection.failures", [1]),
        ("class Ejection:\n    def failed(self):\n        raise NotImplementedError", [1]),
        ("class Ejection:\n    pass\n\n\nclass SlowStart:\n    raise NotImplementedError", [2]),
    ],
)
def test_what_comes_later_counts_where_it_makes_or_changes_the_answer(later, cells):
    found = answered([code("class Ejection:\n    first = True"), code(later)])
    assert [cell.at for cell in found.cells] == cells


def test_a_type_that_is_no_text_is_told_whole():
    found = answered([code("class Ejection: pass", cell_type="\ud800")])
    assert "which is of type ?" in found.note


def test_a_name_that_is_only_given_is_found_where_nothing_else_is():
    assert answered([code("Ejection = type('Ejection', (), {})")]).cells[0].at == 1


def test_a_name_in_a_text_or_a_longer_name_defines_nothing():
    assert not answered([code("# class Ejection\nprint('class Ejection')\nclass Ejections: pass")]).cells


def test_the_report_and_the_data_say_which_cell_was_judged(tmp_path, judges):
    book = copy.deepcopy(SOLVED)
    bare(book["cells"])
    (path := tmp_path / "03_load_balancing.ipynb").write_text(json.dumps(book), encoding="utf-8")
    found = grade(path, parts=[3], judges=judges)
    note = f"Judged is cell {at(SOLVED['cells'], 'part-3') + 1}, which defines `SlowStart`: no cell has the id part-3"
    assert as_data(found)["parts"][0]["note"].startswith(note)
    assert any(line.strip().startswith("answer  Judged is cell") for line in lines(found, path))
