"""`grade-all` on the command line: exit 0 all judged, 1 some could not be, 2 unusable input, 3 the grader failed."""

import json

import pytest
from click.testing import CliRunner

from systemdesign.__main__ import main
from systemdesign.grading.command import command as grade
from systemdesign.grading.judges import Failed
from tests.grading.cohort.conftest import FIRST, LAB, notebook


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A class with good and bad notebooks, graded once: (its folder, the folder of the grades, what was told)."""
    folder, out = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("grades") / "out"
    (folder / "anna.ipynb").write_text(notebook(only=[1]))
    (folder / "bob.ipynb").write_text(notebook({1: "raise SystemExit"}, only=[1]))
    (folder / "carl.ipynb").write_text("{")
    (folder / "dora").mkdir()
    (folder / "dora" / f"{LAB}.ipynb").write_text(notebook({1: "import os\nos.kill(os.getppid(), 9)"}, only=[1]))
    (folder / "emil.ipynb").symlink_to(folder / "anna.ipynb")
    (folder / "fay.ipynb").write_text(json.dumps({"cells": [], "metadata": {"lab": "14_retries"}}))
    return folder, out, CliRunner().invoke(main, ["grade-all", str(folder), "--lab", LAB, "--out", str(out)])


def records(out):
    return {path.stem: json.loads(path.read_text()) for path in (out / "grades").glob("*.json")}


def test_one_bad_notebook_stops_none_of_the_others(classroom):
    _, out, done = classroom
    points = {student: made["grade"] and made["grade"]["points"] for student, made in records(out).items()}
    assert points == {"anna": FIRST, "bob": 0, "carl": None, "dora": 0, "emil": None, "fay": None}
    assert done.exit_code == 1


def test_the_end_says_who_has_no_grade_and_why_and_the_figures(classroom):
    lines = classroom[2].stdout.splitlines()
    assert lines[0] == "notebooks 6: judged 3, unusable 3, failed 0; kept from before 0; handed in nothing 0"
    assert "s of processor each" in lines[1]
    assert lines[2] == "points: mean 1.0, median 0, of 13"
    assert [line.split(": ")[1] for line in lines if line.startswith("no grade: ")] == ["carl", "emil", "fay"]


def test_a_grade_is_what_the_command_for_one_notebook_gives(classroom, tmp_path):
    folder, out, _ = classroom
    CliRunner().invoke(grade, [str(folder / "anna.ipynb"), "--lab", LAB, "--json", str(tmp_path / "anna.json")])
    alone, ours = json.loads((tmp_path / "anna.json").read_text()), records(out)["anna"]["grade"]
    for part in (*alone["parts"], *ours["parts"]):
        del part["seconds"]
    assert ours == alone


def test_without_a_terminal_progress_is_a_line_for_every_tenth(classroom):
    lines = classroom[2].stderr.splitlines()
    assert lines[-1] == "Judged 6 of 6"
    assert all(line.startswith("Judged ") for line in lines)


def test_what_an_instructor_needs_is_written(classroom):
    written = {path.name for path in classroom[1].iterdir()}
    assert {"grades.csv", "canvas.csv", "moodle.csv", "grades.json", "summary.html", "feedback"} <= written


def test_a_list_of_students_names_them_and_those_who_handed_in_nothing(hand_in, grade_all, tmp_path, grades):
    hand_in("1.ipynb", "{")
    hand_in("2.ipynb")
    (tmp_path / "list.csv").write_text("file,student,id\n1.ipynb,Anna,7\n,Bob,8\n")
    done = grade_all("--students", tmp_path / "list.csv")
    assert done.exit_code == 1
    assert "Not judged, for nobody in" in done.stderr
    assert "notebooks 1: judged 0, unusable 1, failed 0; kept from before 0; handed in nothing 1" in done.stdout
    assert {name: made["about"] for name, made in grades().items()} == {"Anna": {"id": "7"}, "Bob": {"id": "8"}}


def test_who_handed_in_nothing_leaves_every_notebook_judged(hand_in, grade_all, tmp_path):
    hand_in("1.ipynb")
    (tmp_path / "list.csv").write_text("file,student\n,Bob\n1.ipynb,Anna\n")
    assert grade_all("--students", tmp_path / "list.csv", "--quiet").exit_code == 0


def test_quiet_shows_no_progress(hand_in, grade_all):
    hand_in("anna.ipynb", "{")
    assert grade_all("--quiet").stderr == ""


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--lab", "99_none"], "There is no lab 99_none. These are: 00_tour"),
        (["--students", "/nowhere.csv"], "/nowhere.csv can't be read as a list of students"),
        (["--policy", "/nowhere.toml"], "There is no policy /nowhere.toml"),
        (["--out", "/dev/null"], "can't be written"),
        (["--jobs", "0"], "'--jobs': 0 is not in the range"),
        (["--jobs", "2", "--scheduler", "tcp://127.0.0.1:1"], "give one of the two"),
    ],
)
def test_unusable_input_exits_2_and_says_what_to_do(hand_in, grade_all, out, more, why):
    hand_in("anna.ipynb", "{")
    done = grade_all(*more)
    assert done.exit_code == 2
    assert why in done.stderr
    assert not (out / "grades").exists()


def test_no_folder_exits_2(grade_all):
    done = grade_all()
    assert done.exit_code == 2
    assert "can't be read as a folder of notebooks (No such file or directory)" in done.stderr


def test_a_policy_for_a_student_whom_nobody_knows_exits_2(hand_in, grade_all, tmp_path):
    hand_in("anna.ipynb", "{")
    (tmp_path / "policy.toml").write_text("deadline = 2026-12-01T00:00:00Z\n[extensions]\nAnna = 2\n")
    done = grade_all("--policy", tmp_path / "policy.toml")
    assert done.exit_code == 2
    assert "extensions for Anna" in done.stderr


def test_names_that_would_meet_in_one_file_exit_2(hand_in, grade_all, monkeypatch):
    hand_in("anna.ipynb", "{")
    hand_in("Bob.ipynb", "{")
    monkeypatch.setattr("systemdesign.grading.cohort.command.stem", lambda student: "same")
    done = grade_all()
    assert done.exit_code == 2
    assert "'Bob' and 'anna' are too alike for two files" in done.stderr


def test_a_grader_that_fails_exits_3_and_resume_tries_again(hand_in, grade_all, grades, monkeypatch):
    def failing(*_, **__):
        raise Failed("the judge of part 1 was lost")

    hand_in("anna.ipynb")
    hand_in("bob.ipynb", "{")
    with monkeypatch.context() as patched:
        patched.setattr("systemdesign.grading.cohort.marking.grade", failing)
        done = grade_all()
    assert done.exit_code == 3
    assert "What failed is tried again by the same command with --resume" in done.stdout
    assert grades()["anna"]["failed"]
    done = grade_all("--resume")
    assert done.exit_code == 1
    assert grades()["anna"]["grade"]["points"] == FIRST


def test_a_disk_that_is_full_exits_3_in_one_line_that_says_how_to_go_on(hand_in, grade_all, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    hand_in("anna.ipynb", "{")
    monkeypatch.setattr("systemdesign.grading.cohort.store.write", full)
    done = grade_all("--quiet")
    assert done.exit_code == 3
    assert done.stderr.count("\n") == 1
    assert "no room is left on the disk" in done.stderr


def test_a_new_hand_in_is_judged_again_and_compared_with_the_run_before(hand_in, grade_all, grades, out):
    hand_in("anna.ipynb", "{")
    assert grade_all().exit_code == 1
    hand_in("anna.ipynb")
    assert grade_all().exit_code == 0
    assert grades()["anna"]["grade"]["points"] == FIRST
    assert (out / "difference.csv").exists()
    assert len(list((out / "earlier").iterdir())) == 1
