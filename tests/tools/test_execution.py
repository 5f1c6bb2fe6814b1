"""A chapter runs when its cells or the modules that they import change; a measurement only when its own do."""

import json

import pytest
from nbclient.exceptions import CellExecutionError

from tools.execution import Notebook
from tools.store import Store

MEASURED = "open('measured', 'a').write('x')\nprint(open('measured').read())"
CELLS = ["from systemdesign.model import size", "print(size)", (MEASURED, "native"), "print('end')"]


class Course:
    """A course of one chapter, whose only module is a model."""

    def __init__(self, root):
        self.root = root
        self.write("requirements.txt", "")
        self.write("systemdesign/__init__.py", "")
        self.write("systemdesign/model.py", "size = 1")
        self.write("systemdesign/other.py", "")
        self.chapter(*CELLS)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def chapter(self, *cells, prose="Prose."):
        told = [(cell, []) if isinstance(cell, str) else (cell[0], [cell[1]]) for cell in cells]
        code = [{"cell_type": "code", "source": source, "metadata": {"tags": tags}, "outputs": [],
                 "execution_count": None} for source, tags in told]
        words = {"cell_type": "markdown", "source": prose, "metadata": {}}
        self.write("chapter.ipynb", json.dumps({"cells": [words, *code], "metadata": {}, "nbformat": 4,
                                                "nbformat_minor": 4}))

    @property
    def notebook(self):
        return Notebook(self.root / "chapter.ipynb", self.root, Store(self.root / "runs"))

    def printed(self):
        """What each cell has printed."""
        cells = json.loads(self.notebook.executed(60))["cells"]
        outputs = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]
        return ["".join(text for output in told for text in output.get("text", [])).strip() for told in outputs]


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Course(tmp_path)


def stale(course, change):
    before = course.notebook.place
    change(course)
    return course.notebook.place != before


@pytest.mark.parametrize("change", [
    lambda course: course.chapter(*CELLS, "1 + 1"),
    lambda course: course.chapter(*CELLS[:-1], (CELLS[-1], "hide-input")),
    lambda course: course.write("systemdesign/model.py", "size = 2"),
    lambda course: course.write("systemdesign/recorded/way.json", "{}"),
    lambda course: course.write("requirements.txt", "numpy"),
], ids=["a cell", "a tag", "a module", "a recording", "the requirements"])
def test_a_chapter_is_stale_when_what_its_outputs_depend_on_has_changed(course, change):
    assert stale(course, change)


@pytest.mark.parametrize("change", [
    lambda course: course.chapter(*CELLS, prose="Better prose."),
    lambda course: course.write("systemdesign/other.py", "size = 2"),
    lambda course: course.write("systemdesign/new.py", ""),
], ids=["prose", "another module", "a new module"])
def test_a_chapter_stays_fresh_when_anything_else_changes(course, change):
    assert not stale(course, change)


def test_how_engines_are_to_run_is_part_of_it(course, monkeypatch):
    assert stale(course, lambda course: monkeypatch.setenv("SYSTEMDESIGN_ENGINES", "recorded"))


def test_a_chapter_runs_once_and_a_measurement_again_only_when_it_has_changed(course):
    assert course.printed() == ["", "1", "x", "end"] == course.printed()
    course.write("systemdesign/model.py", "size = 22")
    assert course.printed() == ["", "22", "x", "end"]
    course.chapter(*CELLS[:2], (f"{MEASURED}\n# again", "native"), CELLS[3])
    assert course.printed() == ["", "22", "xx", "end"]


def test_a_measurement_runs_again_when_a_cell_that_runs_needs_what_it_binds(course):
    course.chapter((f"{MEASURED}\nfound = 1", "native"), "print(found)")
    assert course.printed() == ["x", "1"]
    course.chapter((f"{MEASURED}\nfound = 1", "native"), "print(found + 1)")
    assert course.printed() == ["xx", "2"]


def test_a_run_that_fails_is_not_kept(course):
    course.chapter("1 / 0")
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        course.printed()
    assert not course.notebook.place.exists()


def test_what_is_no_more_asked_for_is_forgotten(tmp_path):
    store = Store(tmp_path / "made")
    kept, gone = store.place("run", "a"), tmp_path / "made" / "run-of-before"
    store.write(kept, "a")
    gone.write_text("b")
    store.forget()
    assert kept.exists() and not gone.exists()
