"""The way a student goes: take the starter, write the answers, compare the visible checks, grade."""

import json
import subprocess
import sys

import pytest

from systemdesign.grading.lab import COURSE, labs, load, read
from tools.normalise import text

NBVAL = [
    "-m",
    "pytest",
    "--nbval-lax",
    "--nbval-current-env",
    "--nbval-cell-timeout=120",
    "-p",
    "no:cacheprovider",
    "-q",
]


def solve(path, stem, but=()):
    """Write our answers into the starter's cells, as a student would type them; leave out the parts in `but`."""
    book = read(COURSE / "labs" / f"{stem}.ipynb")
    ours = {part.cell: part.answer for number, part in load(stem).parts.items() if number not in but}
    for cell in book["cells"]:
        cell["source"] = ours.get(cell["id"], cell["source"])
    path.write_text(json.dumps(book), encoding="utf-8")


def python(*args):
    return subprocess.run([sys.executable, *map(str, args)], cwd=COURSE, capture_output=True, text=True, timeout=300)


@pytest.fixture
def notebook(tmp_path):
    return tmp_path / "03_load_balancing.ipynb"


def test_a_starter_that_is_solved_gets_full_marks(notebook):
    solve(notebook, "03_load_balancing")
    done = python("-m", "systemdesign", "grade", notebook)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "12 of 12 points")


def test_a_starter_that_is_half_solved_gets_half(notebook):
    solve(notebook, "03_load_balancing", but=[1, 4])
    done = python("-m", "systemdesign", "grade", notebook, "--json", notebook.with_suffix(".json"))
    found = json.loads(notebook.with_suffix(".json").read_text())
    assert done.returncode == 1
    assert [part["state"] for part in found["parts"]] == ["missing", "right", "right", "missing"]
    assert found["points"] == 5


@pytest.mark.parametrize("stem", labs())
def test_a_starter_that_is_solved_is_the_solution_whose_visible_checks_nbval_compares(tmp_path, stem):
    path = tmp_path / f"{stem}.ipynb"
    solve(path, stem)
    assert text(read(path)) == (COURSE / "solutions" / f"{stem}.ipynb").read_text(encoding="utf-8")


def test_the_visible_checks_of_a_solved_starter_agree_with_their_stored_outputs(notebook):
    solve(notebook, "03_load_balancing")
    done = python(*NBVAL, notebook)
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_visible_checks_of_the_starter_do_not(notebook):
    solve(notebook, "03_load_balancing", but=[1, 2, 3, 4])
    done = python(*NBVAL, notebook)
    assert done.returncode == 1
    assert "Part 1: two choices" in done.stdout
