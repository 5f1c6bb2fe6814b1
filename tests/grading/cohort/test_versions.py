"""The versions that a grade comes from change with what judges, and with nothing else."""

import shutil
import subprocess

import pytest

from systemdesign.grading.cohort import versions
from systemdesign.grading.lab import COURSE

LAB = "02_scalability"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A copy of a course with one lab."""
    for path in (f"solutions/{LAB}.ipynb", f"tests/labs/{LAB}"):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (COURSE / path).is_dir() else shutil.copy)(COURSE / path, target)
    monkeypatch.setattr(versions, "COURSE", tmp_path)
    return tmp_path


def test_a_copy_of_a_lab_has_the_same_version(course, monkeypatch):
    copied = versions.checks(LAB)
    monkeypatch.setattr(versions, "COURSE", COURSE)
    assert versions.checks(LAB) == copied
    assert len(copied) == 12


@pytest.mark.parametrize("path", [f"solutions/{LAB}.ipynb", f"tests/labs/{LAB}/test_part_1.py"])
def test_an_edited_solution_or_check_has_another_version(course, path):
    before = versions.checks(LAB)
    (course / path).write_text((course / path).read_text() + "\n")
    assert versions.checks(LAB) != before


def test_a_new_module_beside_the_checks_has_another_version(course):
    before = versions.checks(LAB)
    (course / "tests" / "labs" / LAB / "more.py").write_text("")
    assert versions.checks(LAB) != before


def test_what_python_compiles_is_no_version(course):
    before = versions.checks(LAB)
    (course / "tests" / "labs" / LAB / "__pycache__").mkdir(exist_ok=True)
    (course / "tests" / "labs" / LAB / "__pycache__" / "more.pyc").write_text("")
    assert versions.checks(LAB) == before


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True, text=True).stdout


def test_a_clone_says_its_commit_and_whether_it_was_edited(course):
    git(course, "init", "-q")
    git(course, "add", ".")
    git(course, "commit", "-qm", "first")
    git(course, "tag", "v1")
    commit = git(course, "rev-parse", "HEAD")
    assert len(versions.commit()) == 10
    assert commit.startswith(versions.commit())
    (course / "solutions" / f"{LAB}.ipynb").write_text("")
    assert versions.commit().endswith("-dirty")


def test_without_a_clone_the_version_of_the_package_is_all(course):
    assert versions.commit() == ""
    assert versions.course.__wrapped__() == "0.1.0"


def test_without_git_the_version_of_the_package_is_all(course, monkeypatch):
    (course / ".git").mkdir()
    monkeypatch.setenv("PATH", "")
    assert versions.commit() == ""
