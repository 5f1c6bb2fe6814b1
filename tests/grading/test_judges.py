"""The bench judges any check in bounded time, and says so when it could not."""

import ast

import pytest

from systemdesign.grading import grader
from systemdesign.grading.grader import COURSE, grade
from systemdesign.grading.process import Limits

LABS = sorted((COURSE / "tests" / "labs").glob("test_*.py"))
LONG = """
import pytest
@pytest.mark.part(3)
def test_two_long_lists():
    rows = [[f"n{number * number % 10}", "nine", "ten"] for number in range(800)]
    assert rows == rows[1:] + rows[:1], "The rows differ."
"""
ENDLESS = "import pytest\n@pytest.mark.part(3)\ndef test_for_ever():\n    while True: pass\n"


@pytest.fixture
def judged_by(tmp_path, monkeypatch, solved):
    """`judged_by(source)`: the verdict on part 3 of a right answer by these checks."""

    def judged(source):
        path = tmp_path / "test_checks.py"
        path.write_text(source)
        monkeypatch.setattr(grader, "checks", lambda lab: path)
        return grade(solved(), parts=[3], limits=Limits(seconds=5)).verdicts[3]

    return judged


def test_a_check_that_compares_long_lists_is_not_explained_at_length(judged_by, monkeypatch):
    monkeypatch.setenv("CI", "true")  # there pytest prints a whole difference, which takes minutes
    assert judged_by(LONG).hint == "The rows differ."


def test_checks_that_do_not_end_are_stopped_and_the_verdict_says_so(judged_by):
    assert judged_by(ENDLESS).hint.startswith("The checks of this part had not ended after 10 s")


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_every_assertion_of_a_lab_has_words_for_the_student(path):
    asserts = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Assert)]
    assert asserts
    assert [node.lineno for node in asserts if node.msg is None] == []
