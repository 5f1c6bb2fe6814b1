"""Notebooks are committed so that a diff can be read, and so that a marked output is compared with something."""

import json
import re
import subprocess
import sys

import pytest

from tools.normalise import MARK, main, normal, text, unstored

FOLDERS = ("book", "labs", "solutions")
NBVAL = ["--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120", "-p", "no:cacheprovider", "-q", "-rA"]


def pytest_generate_tests(metafunc):
    if "notebook" in metafunc.fixturenames:
        root = metafunc.config.rootpath
        found = sorted(path for folder in FOLDERS for path in (root / folder).glob("*.ipynb"))
        metafunc.parametrize("notebook", found, ids=[str(path.relative_to(root)) for path in found])


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("data", "hint"), [
    ("<html>", "not JSON"), ("[]", "format 4.5"), ('{"cells": [{"cell_type": "code", "source": ""}]}', "'metadata'"),
    (None, "can't be read")])
def test_what_is_no_notebook_is_said_in_one_line_and_left_as_it_was(tmp_path, data, hint):
    path = tmp_path / "x.ipynb"
    path.mkdir() if data is None else path.write_text(data)
    with pytest.raises(SystemExit, match=hint):
        main([path])
    assert path.is_dir() or path.read_text() == data


def cell(source, name="a", printed=None):
    output = {"output_type": "execute_result", "execution_count": 4, "data": {"text/plain": "3"}, "metadata": {}}
    if printed is not None:
        output = {"output_type": "stream", "name": "stdout", "text": printed}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"collapsed": True, "tags": ["given"]},
        "execution_count": 4,
        "source": source,
        "outputs": [output],
    }


def bare(source, name="a"):
    return {**cell(source, name), "outputs": [], "execution_count": None}


@pytest.fixture
def written(tmp_path):
    """`written(cell, …)`: the path of a notebook with these cells, as an editor would save it."""

    def write(*cells):
        path = tmp_path / "a.ipynb"
        saved = [{**made, "source": made["source"].splitlines(keepends=True)} for made in cells]
        book = {"cells": saved, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(book), encoding="utf-8")
        return path

    return write


def test_a_notebook_is_committed_in_its_normal_form(notebook):
    assert notebook.read_text(encoding="utf-8") == text(read(notebook))


def test_a_marked_cell_has_a_stored_output(notebook):
    assert unstored(read(notebook)) == []


def test_only_marked_outputs_stay_and_counts_go():
    book = normal({"cells": [cell("1 + 2"), cell(f"{MARK}\n1 + 2\n")], "metadata": {"lab": "x", "widgets": {}}})
    plain, marked = book["cells"]
    assert plain["outputs"] == []
    assert [output["execution_count"] for output in marked["outputs"]] == [None]
    assert [made["execution_count"] for made in book["cells"]] == [None, 1]
    assert plain["metadata"] == {"tags": ["given"]}
    assert set(book["metadata"]) == {"kernelspec", "language_info", "lab"}


def test_to_normalise_twice_changes_nothing():
    once = normal({"cells": [cell(["1 +\n", " 2"])], "metadata": {}})
    assert text(json.loads(json.dumps(once))) == text(once)


@pytest.mark.parametrize("mark", [MARK, "#NBVAL_CHECK_OUTPUT", "x = 1\n    ##  NBVAL_CHECK_OUTPUT  "])
@pytest.mark.parametrize("printed", [None, "", " \n"])
def test_a_mark_without_an_output_is_refused_and_nothing_is_written(written, capsys, mark, printed):
    source = f"{mark}\n1 + 2"
    path = written(bare(source, "sum") if printed is None else cell(source, "sum", printed))
    before = path.read_text()
    assert main([path]) == 1
    assert f"cell sum is marked {MARK} and stores no output" in capsys.readouterr().out
    assert path.read_text() == before


def test_the_refusal_says_what_to_type(written, tmp_path, capsys):
    main([written(bare(MARK))])
    assert f"Run `python -m tools.normalise --run {tmp_path / 'a.ipynb'}`, which stores it." in capsys.readouterr().out


def test_a_run_stores_what_marked_cells_print_and_nothing_else(written):
    path = written(bare("print('seen')"), bare(f"{MARK}\nprint(1)\nprint(2)", "b"))
    assert main([path], run=True) == 0
    plain, marked = read(path)["cells"]
    assert plain["outputs"] == []
    assert marked["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["1\n", "2\n"]}]


def test_nbval_fails_a_wrong_output_and_one_that_is_not_stored(written):
    source = f"{MARK}\nprint(1 + 2)"
    path = written(cell(source, "a", "3\n"), cell(source, "b", "4\n"), bare(source, "c"), bare("'unmarked'", "d"))
    path.write_text(text(read(path)), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "pytest", *NBVAL, path], capture_output=True, text=True, timeout=120)
    outcomes = {cell: outcome for outcome, cell in re.findall(r"(?m)^(PASSED|FAILED) .*::Cell (\d)", done.stdout)}
    assert outcomes == {"0": "PASSED", "1": "FAILED", "2": "FAILED", "3": "PASSED"}, done.stdout + done.stderr
