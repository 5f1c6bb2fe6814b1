"""The anatomy of a chapter: short enough to be read in one sitting, in steps that can each be taken at a glance."""

import ast
import json
from pathlib import Path
from statistics import median

import pytest

from tools.assets import published
from tools.contents import opening

CHAPTERS = {path.stem: path for path in sorted((Path(__file__).parent.parent / "book").glob("[0-9][0-9]_*.ipynb"))}
AWAITING = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT

every_chapter = pytest.mark.parametrize("stem", CHAPTERS)


def cells(stem, *kinds):
    """{id: text} of the cells of these kinds."""
    book = json.loads(CHAPTERS[stem].read_text(encoding="utf-8"))
    return {cell["id"]: "".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] in kinds}


def hidden(stem):
    """The ids of the cells whose code is folded until a reader asks for it."""
    book = json.loads(CHAPTERS[stem].read_text(encoding="utf-8"))
    return {cell["id"] for cell in book["cells"] if "hide-input" in cell["metadata"].get("tags", ())}


def is_plumbing(code):
    """Does a cell only import, or only say how a figure is drawn, or only what holds of it?"""
    statements = compile(code, "a cell", "exec", AWAITING).body
    return any(all(map(kind, statements)) for kind in (imports, draws, promises))


def imports(statement):
    return isinstance(statement, ast.Import | ast.ImportFrom)


def draws(statement):
    return isinstance(statement, ast.FunctionDef) and statement.name.endswith("_chart")


def promises(statement):
    call = getattr(statement, "value", None)
    return isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "holds"


def test_the_book_has_chapters():
    assert CHAPTERS


def test_the_contents_publish_every_chapter_in_order(root):
    assert [path.stem for path in published(root)] == list(CHAPTERS), "_toc.yml and book/NN_stem.ipynb differ"


def test_no_two_chapters_have_the_same_number():
    assert len({stem[:2] for stem in CHAPTERS}) == len(CHAPTERS)


@every_chapter
def test_a_chapter_opens_with_its_number_its_title_and_its_question(stem):
    first, *_ = cells(stem, "code", "markdown", "raw").values()
    assert first.startswith(f"# {int(stem[:2])}. {opening(CHAPTERS[stem])[0]}\n")


@every_chapter
def test_a_chapter_has_25_to_45_cells(stem):
    assert 25 <= len(cells(stem, "code", "markdown", "raw")) <= 45


@every_chapter
def test_a_chapter_has_1000_to_2500_words(stem):
    assert 1000 <= sum(len(text.split()) for text in cells(stem, "markdown").values()) <= 2500


@every_chapter
def test_half_of_the_code_cells_have_6_lines_or_fewer(stem):
    assert median(len(code.splitlines()) for code in cells(stem, "code").values()) <= 6


@every_chapter
def test_no_code_cell_is_longer_than_20_lines(stem):
    assert not {name for name, code in cells(stem, "code").items() if len(code.splitlines()) > 20}


@every_chapter
def test_no_line_of_code_is_wider_than_100_columns(stem):
    assert not {line for code in cells(stem, "code").values() for line in code.splitlines() if len(line) > 100}


@every_chapter
def test_cells_that_only_import_or_draw_or_promise_are_folded(stem):
    plumbing = {name for name, code in cells(stem, "code").items() if is_plumbing(code)}
    assert plumbing
    assert plumbing - hidden(stem) == set()


@every_chapter
def test_an_experiment_is_never_folded(stem):
    experiments = {name for name, code in cells(stem, "code").items() if "@experiment" in code}
    assert experiments
    assert experiments & hidden(stem) == set()
