"""`grade` on the command line: exit 0 full marks, 1 less, 2 unusable input."""

import json
import sys

import pytest
from click.testing import CliRunner

from systemdesign.grading.command import command
from systemdesign.grading.lab import COURSE

STARTER = str(COURSE / "labs" / "03_load_balancing.ipynb")
TOUR = str(COURSE / "labs" / "00_tour.ipynb")


def grade(*args):
    return CliRunner().invoke(command, list(map(str, args)))


def test_a_right_notebook_exits_0_and_names_all_points(solved):
    done = grade(solved())
    assert done.exit_code == 0
    assert done.output.endswith("12 of 12 points\n")


def test_the_starter_exits_1_and_says_what_is_missing():
    done = grade(STARTER)
    assert done.exit_code == 1
    assert "Part 1  two choices            missing    0 of 3" in done.output
    assert done.output.endswith("0 of 12 points\n")


@pytest.mark.parametrize("path", ["nowhere.ipynb", "README.md", "systemdesign", "tests/grading/test_command.py"])
def test_what_cannot_be_graded_exits_2_and_says_what_to_give(path):
    done = grade(COURSE / path)
    assert done.exit_code == 2
    assert done.output.startswith("Error: ")
    assert "ipynb" in done.output


def test_a_notebook_of_no_lab_exits_2_and_names_the_labs(tmp_path):
    path = tmp_path / "mine.ipynb"
    path.write_text('{"cells": [], "metadata": {}}')
    done = grade(path)
    assert done.exit_code == 2
    assert "03_load_balancing" in done.output


def test_the_grade_is_written_as_json(tmp_path):
    done = grade(TOUR, "--json", tmp_path / "grade.json")
    data = json.loads((tmp_path / "grade.json").read_text())
    assert done.exit_code == 1
    assert (data["lab"], data["points"], data["out_of"], data["full"]) == ("00_tour", 0, 0, False)
    assert data["isolated"] is (sys.platform == "linux")
    assert [part["state"] for part in data["parts"]] == ["right", "wrong", "missing", "undefined"]
    assert data["parts"][1]["schedule"]["faults"] == "crash first at 1"


def test_json_on_standard_output_is_nothing_but_json():
    assert json.loads(grade(TOUR, "--json", "-").output)["lab"] == "00_tour"


def test_json_that_cannot_be_written_exits_2(tmp_path):
    done = grade(TOUR, "--json", tmp_path / "no" / "grade.json")
    assert done.exit_code == 2
    assert "can't be written" in done.output


def test_a_replay_exits_1_when_the_schedule_still_breaks_the_answer():
    done = grade(TOUR, "--replay", "2.one-end seed 0: crash first at 1")
    assert done.exit_code == 1
    assert "first crashed" in done.output


def test_a_replay_exits_0_when_the_answer_survives():
    assert grade(TOUR, "--replay", "1.one-end seed 0: crash first at 1").exit_code == 0


def test_a_replay_that_is_none_exits_2_with_an_example():
    done = grade(TOUR, "--replay", "again, please")
    assert done.exit_code == 2
    assert "'2.outliers seed 0: fail a at 1'" in done.output
