"""A lab that has just been begun runs, is judged, and loses to its mutant: there is nothing to set up by hand."""

import subprocess
import sys

import pytest

from systemdesign.grading.lab import judged_part
from tools.new_lab import files, main, words

STEM, CLASSES = "98_toy", ["Tally", "TwoMeters"]


@pytest.fixture
def course(tmp_path, root):
    """A course without any lab, where `course("-m", …)` runs Python."""
    for name in ("systemdesign", "tools"):
        (tmp_path / name).symlink_to(root / name)

    def python(*words):
        return subprocess.run([sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, timeout=120)

    return python


def test_a_lab_that_was_begun_gives_full_marks_to_its_solution_and_none_to_its_starter(course):
    done = course("-m", "tools.new_lab", STEM, *CLASSES)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"wrote labs/{STEM}.ipynb"
    right, none = (course("-m", "systemdesign", "grade", f"{folder}/{STEM}.ipynb") for folder in ("solutions", "labs"))
    assert (right.returncode, right.stdout.splitlines()[-1]) == (0, "2 of 2 points")
    assert (none.returncode, none.stdout.splitlines()[-1]) == (1, "0 of 2 points")
    assert "Nothing here yet: Part 2: two meters." in none.stdout


def test_what_is_begun_twice_or_has_no_chapters_name_is_refused(course):
    course("-m", "tools.new_lab", STEM, *CLASSES)
    again, nameless = (course("-m", "tools.new_lab", stem, *CLASSES) for stem in (STEM, "toy"))
    assert (again.returncode, nameless.returncode) == (1, 1)
    assert f"solutions/{STEM}.ipynb is there already" in again.stderr
    assert "python -m tools.new_lab 05_replication Log" in nameless.stderr


def test_there_are_checks_for_each_class():
    checks = [path for path in files(STEM, CLASSES) if path.name.startswith("test_")]
    assert [judged_part(path) for path in checks] == [1, 2]


def test_a_title_is_made_of_the_name():
    assert words("TwoChoices") == "two choices"
    assert "python -m tools.new_lab" in main("05_x", ["two choices"])
