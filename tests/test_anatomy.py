"""The anatomy of a chapter: short enough to be read in one sitting, in steps that can each be taken at a glance."""

import json
from pathlib import Path
from statistics import median

import pytest

from tools.assets import published
from tools.contents import opening
from tools.folds import kind

CHAPTERS = {path.stem: path for path in sorted((Path(__file__).parent.parent / "book").glob("[0-9][0-9]_*.ipynb"))}
PLUMBING = ("imports", "drawing", "filming", "promises")

every_chapter = pytest.mark.parametrize("stem", CHAPTERS)


def cells(stem, *kinds):
    """{id: text} of the cells of these kinds."""
    book = json.loads(CHAPTERS[stem].read_text(encoding="utf-8"))
    return {cell["id"]: "".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] in kinds}


def hidden(stem):
    """The ids of the cells whose tag folds their code until a reader asks for it."""
    book = json.loads(CHAPTERS[stem].read_text(encoding="utf-8"))
    return {cell["id"] for cell in book["cells"] if "hide-input" in cell["metadata"].get("tags", ())}


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
    plumbing = {name for name, code in cells(stem, "code").items() if kind(code) in PLUMBING}
    assert plumbing
    assert plumbing - hidden(stem) == set()


@every_chapter
def test_no_tag_hides_an_experiment_whose_code_the_build_folds_under_its_figure(stem):
    experiments = {name for name, code in cells(stem, "code").items() if "@experiment" in code}
    assert experiments
    assert experiments & hidden(stem) == set()
