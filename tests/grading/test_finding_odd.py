"""Cells that are more or less than Python, and notebooks that are none of the lab's."""

import json

import pytest

from systemdesign.grading.borrowing import borrowed
from systemdesign.grading.finding import Found
from systemdesign.grading.grader import grade
from systemdesign.grading.jupyter import unparsed
from systemdesign.grading.lab import COURSE, Unusable, read
from tests.grading.test_finding import LAB, SOLVED, answered, at, code, text

WRITTEN = "class Ejection:\n    pass"


@pytest.mark.parametrize("magic", ["%%writefile ejection.py", "%%html", "%%bash", "%%script python3", "\n%%timeit"])
def test_a_cell_that_jupyter_gives_to_something_else_is_no_answer(magic):
    assert [cell.at for cell in answered([code(WRITTEN), code(f"{magic}\n{WRITTEN}")]).cells] == [1]


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "%%writefile ejection.py"])
def test_it_is_one_where_it_is_all_that_there_is_and_the_hint_names_the_command(magic):
    found = answered([code(f"{magic}\n{WRITTEN}")])
    assert unparsed(found.source).startswith(f"`{magic}` is a command of Jupyter's own")


def test_a_comment_that_asks_is_not_taken_for_the_command():
    assert unparsed("# is it so (or not)?\nrun(main)?\n%time x = 1") is None
    assert unparsed("# is it so?\nx = 1\n!ls").startswith("`!ls` is a command")
    assert unparsed("files = !ls").startswith("`files = !ls` is a command")


@pytest.mark.parametrize("line", ["%%time\n", "!pip install x\n", "if True:\n    !ls\n", "names = !ls\n", "run?\n"])
def test_a_helper_beside_jupyters_commands_is_lent_on_its_line(line):
    [[name, source]] = borrowed([["part-2", "x = clock()"]], [["cell-3", f"{line}def clock():\n    return 0"]])
    assert (name, source.strip()) == ("cell-3", "def clock():\n    return 0")
    assert source.count("\n") == line.count("\n") + 1


def test_two_cells_may_each_begin_with_the_future():
    future = "from __future__ import annotations\n"
    found = answered([code(future + WRITTEN), code(f"{future}class Ejection(Ejection):\n    pass")])
    assert [cell.at for cell in found.cells] == [1, 2]
    compile(found.source, "cell", "exec", dont_inherit=True)
    assert found.source.count(future) == 1


def test_a_definition_in_an_if_is_found_wherever_it_stands_and_the_note_says_how():
    found = answered([code("if True:\n    class Ejection:\n        pass")])
    assert found.cells[0].at == 1
    assert found.note == "No cell defines `Ejection` at its top. Judged is cell 1: it does so further in."


def test_a_chapter_is_not_graded_as_the_lab_of_its_name():
    for stem in ("03_load_balancing", "18_distributed_cache"):
        with pytest.raises(Unusable, match=r"no cell of the lab .* another notebook of that name"):
            grade(COURSE / "book" / f"{stem}.ipynb")


def test_a_notebook_of_another_encoding_is_read(tmp_path):
    (path := tmp_path / "x.ipynb").write_text(json.dumps(SOLVED, ensure_ascii=False), encoding="utf-16")
    assert text(read(path)["cells"][0]) == text(SOLVED["cells"][0])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b" \n", "it is empty"),
        (bytes(50), "nothing but zeros"),
        (b"<!DOCTYPE html>", "a page of the web"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "git lfs pull"),
        (b"PK\x03\x04", "an archive: unpack it"),
        (b'{\n<<<<<<< HEAD\n"cells"', "marks of a conflict"),
    ],
)
def test_what_is_no_notebook_is_told_by_what_it_is(tmp_path, content, why):
    (path := tmp_path / "x.ipynb").write_bytes(content)
    with pytest.raises(Unusable, match=f"x.ipynb is not a notebook .*{why}"):
        read(path)


def test_a_folder_is_called_one(tmp_path):
    with pytest.raises(Unusable, match=r"is not a notebook \(it is a folder\)"):
        read(tmp_path)


def test_a_notebook_of_which_only_some_answers_are_left_is_the_lab_still():
    left = [code(text(SOLVED["cells"][at(SOLVED["cells"], f"part-{number}")])) for number in (2, 4)]
    parts = list(LAB.parts.values())
    assert Found(left, LAB.cells).known_at_all(parts)
    assert not Found([code("import x")], LAB.cells).known_at_all(parts)
