"""The list of students: whose each file is, and every mistake in it by its line."""

import pytest

from systemdesign.grading.cohort import roster
from systemdesign.grading.lab import Unusable


@pytest.fixture
def listed(hand_in, tmp_path):
    """`listed("file,student", …)`: the submissions and the files of nobody; the class has 1.ipynb and two/lab.ipynb."""

    def read(*lines, encoding="utf-8"):
        hand_in("1.ipynb")
        folder = hand_in("two/lab.ipynb")
        (tmp_path / "students.csv").write_text("\r\n".join(lines) + "\r\n", encoding=encoding)
        return roster.read(tmp_path / "students.csv", folder)

    return read


def test_a_line_says_whose_a_file_is_and_more_about_its_student(listed):
    (anna,), _ = listed("file,student,id,login,email,section", '1.ipynb,"Ängström, Anna/Maria",007,aa,,B')
    assert (anna.student, anna.file) == ("Ängström, Anna/Maria", "1.ipynb")
    assert anna.about == {"id": "007", "login": "aa", "section": "B"}


def test_an_empty_file_is_a_student_who_handed_in_nothing(listed):
    (anna,), _ = listed("file,student", ",Anna")
    assert (anna.file, anna.trouble, anna.handed_in) == ("", "nothing handed in", "")


def test_when_it_was_handed_in_is_kept_in_utc(listed):
    (anna,), _ = listed("student,file,handed_in", "Anna,1.ipynb,2026-03-29T03:30:00+02:00")
    assert anna.handed_in == "2026-03-29T01:30:00+00:00"


def test_when_nothing_is_said_the_file_says_when_it_was_handed_in(listed):
    (anna,), _ = listed("student,file,handed_in", "Anna,1.ipynb,")
    assert anna.handed_in.endswith("+00:00")


def test_notebooks_that_nobody_has_are_told(listed):
    assert listed("file,student", "1.ipynb,Anna")[1] == ["two/lab.ipynb"]


@pytest.mark.parametrize("first", ["file,student", "File;Student"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_spreadsheets_may_write_semicolons_and_a_mark_at_the_beginning(listed, first, encoding):
    second = "two/lab.ipynb,Zoë".replace(",", first[4])
    (zoe,), _ = listed(first, second, encoding=encoding)
    assert (zoe.student, zoe.file) == ("Zoë", "two/lab.ipynb")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["file,name", "1.ipynb,Anna"], "line 1: no column is called student"),
        (["file,student,e-mail", "1.ipynb,Anna,a@b"], "line 1: the column 'e-mail' is none of ours"),
        (["file,student,student", "1.ipynb,Anna,Anna"], "line 1: the column 'student' is none of ours"),
        ([""], "line 1: no column is called file or student"),
        (["file,student"], "lists no student"),
        (["file,student", "1.ipynb,Anna,x"], "line 2: 3 cells under 2 columns"),
        (["file,student", "", "3.ipynb,Anna"], "line 3: there is no notebook 3.ipynb"),
        (["file,student", "../class/1.ipynb,Anna"], "line 2: the file ../class/1.ipynb is not below"),
        (["file,student", "/etc/passwd,Anna"], "line 2: the file /etc/passwd is not below"),
        (["file,student", "1.ipynb,"], "line 2: the student has no name"),
        (["file,student", "1.ipynb,Zoë", "two/lab.ipynb,Zoe\u0308"], "line 3: the student Zoë is already on line 2"),
        (["file,student", "1.ipynb,Anna", "./1.ipynb,Bob"], "line 3: the file 1.ipynb is already on line 2"),
        (["file,student,handed_in", "1.ipynb,Anna,yesterday"], "line 2: 'yesterday' is no time with its zone"),
        (["file,student,handed_in", "1.ipynb,Anna,2026-11-30T10:00"], "is no time with its zone, such as 2026-11-30T"),
        (["file,student", "x.ipynb,", "y.ipynb,Bob"], "line 3: there is no notebook y.ipynb"),
    ],
)
def test_a_mistake_is_told_with_its_line(listed, lines, told):
    with pytest.raises(Unusable) as error:
        listed(*lines)
    assert told in str(error.value)
    assert "students.csv" in str(error.value)


def test_a_name_in_quotes_may_have_an_odd_end_of_line(listed):
    (anna,), _ = listed("file,student", '1.ipynb,"Anna\u2028Maria"')
    assert anna.student == "Anna\u2028Maria"


def test_no_more_than_twenty_mistakes_are_told(listed):
    with pytest.raises(Unusable, match=r"line 21: .* And 9 more\.$"):
        listed("file,student", *(f"no {number}.ipynb,{number}" for number in range(29)))


def test_a_list_that_is_no_text_is_unusable(tmp_path):
    (tmp_path / "students.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unusable, match="Save it as CSV in UTF-8"):
        roster.read(tmp_path / "students.csv", tmp_path)
