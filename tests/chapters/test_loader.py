"""A chapter's own cells, run for the page, the tests and the terminal."""

import json

import pytest

from systemdesign.chapters.loader import chapter
from systemdesign.show.errors import ChapterError


def test_a_bundle_carries_only_the_statements_that_its_experiments_need(notebook):
    cells = "\n".join(chapter(notebook).bundle()["cells"])
    assert "def square" in cells
    assert "unused" not in cells
    assert "somewhere_real" not in cells


def test_an_experiment_from_a_bundle_gives_the_notebooks_numbers(notebook):
    bundle = json.loads(json.dumps(chapter(notebook).bundle()))
    there, here = chapter(bundle).experiments["area"], chapter(notebook).experiments["area"]
    assert there(side=5).to_json() == here(side=5).to_json()


def test_a_name_that_only_a_native_cell_binds_stops_the_build(notebook):
    told = json.loads(notebook.read_text())
    told["cells"][0]["source"] = "from systemdesign.show import experiment"
    told["cells"][-1]["source"] = "@experiment()\ndef lost(seed=0):\n    return engine()"
    notebook.write_text(json.dumps(told))
    with pytest.raises(ChapterError, match="tagged native"):
        chapter(notebook).bundle()


def test_an_unknown_experiment_is_answered_with_the_nearest(notebook):
    with pytest.raises(ChapterError, match="Did you mean 'area'"):
        chapter(notebook).experiments["aera"]


def test_an_unknown_chapter_is_answered_with_the_nearest():
    with pytest.raises(ChapterError, match="Did you mean '03_load_balancing'"):
        chapter("03_load_balancin")


def test_a_change_to_a_needed_object_is_kept_and_a_read_of_it_is_not(notebook):
    told = json.loads(notebook.read_text())
    source = "sizes = []\nsizes.append(3)\nprint(sizes)\ndef square(x):\n    return x * x * sizes[0]"
    told["cells"][1]["source"] = source
    notebook.write_text(json.dumps(told))
    cells = "\n".join(chapter(notebook).bundle()["cells"])
    assert "append" in cells
    assert "print" not in cells


def test_magic_lines_are_left_to_the_notebook(notebook):
    told = json.loads(notebook.read_text())
    told["cells"][1]["source"] = "%time\n!ls\ndef square(x):\n    return x * x"
    notebook.write_text(json.dumps(told))
    assert chapter(notebook).experiments["area"]().numbers["area"].value == 4


def test_a_statement_is_shipped_as_its_author_wrote_it(notebook):
    told = json.loads(notebook.read_text())
    written = 'def square(x):\n    # not x^2\n    """x; squared."""\n    return x * x'
    told["cells"][1]["source"] = written
    notebook.write_text(json.dumps(told))
    assert written in chapter(notebook).bundle()["cells"]


def test_of_two_statements_on_a_line_only_the_needed_one_is_shipped(notebook):
    told = json.loads(notebook.read_text())
    told["cells"][1]["source"] = "motto = 'né'; square = lambda x: x * x; unused = 1 / 1"
    notebook.write_text(json.dumps(told))
    assert "square = lambda x: x * x" in chapter(notebook).bundle()["cells"]
