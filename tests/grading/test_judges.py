"""Judges end any check in bounded time, and say so when they had to."""

import ast
import json
import os
from dataclasses import asdict
from pathlib import Path

import psutil
import pytest

from systemdesign.grading.grader import grade, sitting
from systemdesign.grading.judges import Failed, Judges
from systemdesign.grading.lab import COURSE, Lab, Unusable, labs, load
from systemdesign.grading.process import Limits

FILES = sorted((COURSE / "tests" / "labs").glob("*/*.py"))
LONG = """
def test_two_long_lists():
    rows = [[f"n{number * number % 10}", "nine", "ten"] for number in range(800)]
    assert rows == rows[1:] + rows[:1], "The rows differ."
"""
ALONE = """
import os
def test_on_one(lab):
    assert len(os.sched_getaffinity(0)) == 1, "The judge moves about."
"""
FIRST = "def test_first(lab):\n    pass\n"
SKIPS = f"import pytest\n{FIRST}def test_second(lab):\n    pytest.skip('not today')\n"
ENDS = [
    "raise KeyboardInterrupt",
    "import os; os._exit(0)",
    "import os; os.kill(os.getpid(), 9)",
    "import pytest; pytest.exit('over')",
]
"""How a judge may end after a check that passed."""
STANDS = f"import os\n{FIRST}def test_second(lab):\n    os.kill(os.getpid(), 19)\n"
ENDLESS = "def test_for_ever():\n    while True: pass\n"


@pytest.fixture
def judged_by(tmp_path, monkeypatch, solved):
    """`judged_by(source)`: the verdict on part 3 of a right answer by these checks."""

    def judged(source, seconds=5):
        path = tmp_path / "test_part_3.py"
        path.write_text(source)
        monkeypatch.setattr(Lab, "checks", lambda lab, number: [path])
        return grade(solved(), parts=[3], limits=Limits(seconds=seconds)).verdicts[3]

    return judged


def test_a_check_that_compares_long_lists_is_not_explained_at_length(judged_by, monkeypatch):
    monkeypatch.setenv("CI", "true")  # there pytest prints a whole difference, which takes minutes
    assert judged_by(LONG).hint == "The rows differ."


def test_checks_that_do_not_end_are_stopped_and_the_verdict_says_so(judged_by):
    assert judged_by(ENDLESS, seconds=1).hint.startswith("The checks of this part had not ended after 2 s")


def test_a_check_that_was_not_made_leaves_the_part_wrong(judged_by):
    found = judged_by(SKIPS)
    assert (found.state, found.checks, found.hint.startswith("Not every check")) == ("wrong", ["first"], True)


@pytest.mark.parametrize("end", ENDS)
def test_a_judge_that_ends_early_has_no_verdict(judged_by, end):
    with pytest.raises(Failed, match="the judge of part 3"):
        judged_by(f"{FIRST}def test_second(lab):\n    {end}\n")


def test_checks_that_cannot_be_read_are_the_graders_failure(judged_by):
    with pytest.raises(Failed, match="unable to run the checks"):
        judged_by("import nothing_of_that_name")


def test_a_judge_that_stands_still_is_ended(judged_by):
    assert judged_by(STANDS, seconds=1).hint.startswith("The checks of this part had not ended")


def test_when_the_judges_are_lost_the_grader_says_so(solved):
    with Judges() as judges:
        judges.process.kill()
        with pytest.raises(Failed, match="ended early"):
            grade(solved(), judges=judges)


def test_judges_that_were_left_judge_nobody_else(solved):
    with Judges() as judges:
        left = judges.judge(sittings("class SlowStart: pass") * 2)
        next(left)
        left.close()
        with pytest.raises(Failed, match="left before they had ended"):
            grade(solved(), parts=[3], judges=judges)


def test_nothing_is_left_where_a_part_never_ends_and_the_judges_are_left(solved):
    with Judges() as judges:
        folder = Path(judges.folder.name)
        asked = json.dumps([asdict(sitting) for sitting in sittings("while True: pass")]).encode() + b"\n"
        judges.process.stdin.write(asked)
        judges.process.stdin.flush()
        family = started(judges.process.pid)
    assert [process for process in family if alive(process)] == []
    assert not folder.exists()


def alive(process):
    """Whether it still does something: of one that has ended, whoever adopted it may not have taken note yet."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def sittings(answer):
    lab = load("03_load_balancing")
    return [sitting(lab, 3, {3: answer}, {}, None, Limits())]


def started(pid):
    """The judge and the student's process, once both are there."""
    while len(family := psutil.Process(pid).children(recursive=True)) < 2:
        pass
    return family


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux binds a process to a processor")
def test_a_judge_stays_on_one_processor(judged_by):
    assert judged_by(ALONE).state == "right"


@pytest.mark.parametrize("stem", labs())
def test_every_part_of_a_lab_is_judged(stem):
    for number in load(stem).parts:
        assert load(stem).checks(number)


def test_a_part_that_nothing_judges_is_no_fault_of_the_student():
    with pytest.raises(Unusable, match=r"write tests/labs/03_load_balancing/test_part_9\.py"):
        load("03_load_balancing").checks(9)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_assertion_of_a_lab_has_words_for_the_student(path):
    asserts = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Assert)]
    assert [node.lineno for node in asserts if node.msg is None] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_checks_of_a_part_fit_on_a_few_screens(path):
    assert len(path.read_text().splitlines()) <= 200


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_schedule_is_named_after_the_part_that_it_judges(path):
    names = [node.args[0].value for node in ast.walk(ast.parse(path.read_text())) if is_schedule(node)]
    assert all(path.stem.startswith(f"test_part_{name.partition('.')[0]}") for name in names)


def is_schedule(node):
    called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "schedules"
    return called and isinstance(node.args[0], ast.Constant)
