"""Grades as CSV: complete, readable by what it is made for, and never a program."""

import csv
import io

import pytest

from systemdesign.grading.cohort.gradebook import canvas, moodle, plain
from systemdesign.grading.cohort.policy import read
from systemdesign.grading.cohort.table import cell, written


def rows(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def as_dicts(text):
    header, *others = rows(text)
    return {row[0]: dict(zip(header, row)) for row in others}


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "＝1+1",
    "x;=1+1",
    "\u200b=1",
    "x; \t@y",
    "\x00=1",
]


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_no_text_becomes_a_formula(text):
    shown = cell(text)
    for piece in shown.split(";"):
        assert piece.strip("\u200b ")[:1] not in set("=+-@＝＋－＠")
    assert "\t" not in shown and "\n" not in shown and "\r" not in shown


@pytest.mark.parametrize(
    "text", ["Ada", "O'Brien, Ann", 'the "second"', "a = b", "found 3, -1", "Bùi Thị Xuân", "نیم\u200cفاصله", ""]
)
def test_other_text_stays_as_it_is(text):
    assert rows(written(["a"], [[text, "end"]]))[1] == [text, "end"]


def test_the_plain_table_has_the_mark_that_excel_needs_and_the_imports_do_not(pupils, lab):
    assert plain(pupils, lab).startswith("\ufeffstudent,")
    assert canvas(pupils, lab).startswith("Student,")
    assert moodle(pupils, lab).startswith("Username,")


def test_the_plain_table_says_all_of_every_student(pupils, lab, tmp_path):
    (tmp_path / "p.toml").write_text("deadline = 2026-12-01T12:00:00Z\npenalty = 25\n")
    found = as_dicts(plain(pupils, lab, read(tmp_path / "p.toml")))
    assert list(found) == [cell(one.student) for one in pupils]
    xuan = found["Bùi Thị Xuân"]
    assert (xuan["points"], xuan["out of"], xuan["part 1 (full jitter)"], xuan["part 1 state"]) == (
        "10", "12", "0", "wrong",
    )  # fmt: skip
    assert (xuan["id"], xuan["login"], xuan["section"], xuan["days late"], xuan["final"]) == (
        "77",
        "xuan",
        "B",
        "0",
        "10",
    )
    assert found['\'=HYPERLINK("x")']["days late"] == "2"
    assert (found["Nobody"]["final"], found["Nobody"]["error"]) == ("0", "nothing handed in")
    assert (found["Unlucky"]["final"], found["Unlucky"]["error"]) == ("", "the judge did not start")


def test_a_grade_that_is_practice_says_so(record, judged, lab):
    found = as_dicts(plain([record("Ada", grade={**judged(), "isolated": False}), record("Bo")], lab))
    assert (found["Ada"]["practice"], found["Bo"]["practice"]) == ("not isolated", "")


def test_canvas_gets_its_columns_in_its_order_and_the_points_possible_first(pupils, lab):
    header, possible, *students = rows(canvas(pupils, lab))
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "14_retries"]
    assert possible[0].strip() == "Points Possible" and possible[-1] == "12"
    assert ["Bùi Thị Xuân", "", "77", "xuan", "B", "10"] in students


def test_who_the_grader_failed_on_is_in_no_import(pupils, lab):
    assert "Unlucky" not in canvas(pupils, lab) + moodle(pupils, lab)


def test_a_student_cannot_set_the_points_possible_by_name(record, lab):
    _, _, student = rows(canvas([record("    Points Possible", 4)], lab))
    assert "Points Possible" not in student[0]


def test_moodle_gets_an_identifier_only_where_all_students_have_it(record, lab):
    both = {"about": {"login": "ada", "email": "ada@example.org"}}
    assert rows(moodle([record("Ada", **both), record("Bo", about={"login": "bo"})], lab))[0][:2] == [
        "Username", "Full name",
    ]  # fmt: skip
    found = rows(moodle([record("Ada", **both)], lab))
    assert found[0] == ["Username", "Email address", "Full name", "14_retries", "14_retries feedback"]
    assert found[1][:4] == ["ada", "ada@example.org", "Ada", "12"]


def test_moodle_gets_feedback_as_html_on_one_line(record, judged, lab):
    grade = judged(4, hint="wait < 1 s\nand <b>retry</b>")
    assert rows(moodle([record("Ada", grade=grade)], lab))[1][-1].endswith(
        "Part 4: 0 of 4. wait &lt; 1 s and &lt;b&gt;retry&lt;/b&gt;"
    )
