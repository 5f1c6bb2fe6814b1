"""Who handed in what, from the names of files and folders."""

import os
from datetime import UTC, datetime

import pytest

from systemdesign.grading.cohort.submissions import found
from systemdesign.grading.lab import Unusable


def students(folder, **options):
    return {submission.student: submission.file for submission in found(folder, **options)}


def trouble(folder):
    (submission,) = found(folder)
    assert not submission.file
    return submission.trouble


def test_a_file_is_its_students_by_its_name(hand_in):
    hand_in("Zoë Ångström.ipynb")
    assert students(hand_in("王小明.IPYNB")) == {
        "Zoë Ångström": "Zoë Ångström.ipynb",
        "王小明": "王小明.IPYNB",
    }


def test_a_folder_is_its_students_by_its_name_however_deep_the_notebook_lies(hand_in):
    assert students(hand_in("anna/lab 2/final.ipynb")) == {"anna": "anna/lab 2/final.ipynb"}


def test_names_that_differ_in_capitals_alone_are_two_students(hand_in):
    hand_in("anna.ipynb")
    assert list(students(hand_in("Anna.ipynb"))) == ["Anna", "anna"]


def test_an_accent_in_two_pieces_is_the_same_name(hand_in):
    assert list(students(hand_in("Zoe\u0308.ipynb"))) == ["Zoë"]


@pytest.mark.parametrize(
    "name", [".ipynb_checkpoints/anna-checkpoint.ipynb", "._anna.ipynb", "__MACOSX/anna.ipynb", "grades.csv"]
)
def test_what_systems_leave_lying_about_is_nobodys(hand_in, name):
    hand_in("anna.ipynb")
    assert students(hand_in(name)) == {"anna": "anna.ipynb"}


def test_checkpoints_in_a_students_folder_do_not_count(hand_in):
    hand_in("anna/.ipynb_checkpoints/lab-checkpoint.ipynb")
    assert students(hand_in("anna/lab.ipynb")) == {"anna": "anna/lab.ipynb"}


def test_of_several_notebooks_in_a_students_folder_none_is_taken(hand_in):
    hand_in("anna/lab.ipynb")
    assert trouble(hand_in("anna/lab (1).ipynb")).startswith(
        "there is more than one notebook of this student: anna/lab (1).ipynb, anna/lab.ipynb. Leave the one that counts"
    )


def test_a_file_and_a_folder_of_one_student_are_several(hand_in):
    hand_in("anna.ipynb")
    assert "anna.ipynb, anna/lab.ipynb" in trouble(hand_in("anna/lab.ipynb"))


def test_a_students_folder_without_a_notebook_says_so(hand_in):
    assert trouble(hand_in("anna/report.pdf")) == "there is no notebook in anna: a lab is handed in as its .ipynb file"


def test_a_link_in_place_of_a_students_folder_is_not_followed(hand_in, tmp_path):
    hand_in("anna/lab.ipynb")
    (tmp_path / "class" / "bob").symlink_to("anna")
    bob = found(tmp_path / "class")[1]
    assert (bob.student, bob.file, bob.trouble) == ("bob", "", "bob is a link: put the folder itself there")


def test_a_link_in_a_students_folder_is_not_followed(hand_in, tmp_path):
    hand_in("bob/lab.ipynb")
    folder = hand_in("anna/readme.txt")
    (folder / "anna" / "more").symlink_to(folder / "bob")
    assert students(folder)["anna"] == ""


def test_the_folder_of_the_grades_is_no_student(hand_in):
    hand_in("anna.ipynb")
    folder = hand_in("out/bob.ipynb")
    assert list(students(folder, apart=folder / "out")) == ["anna"]


def test_a_notebook_was_handed_in_when_its_file_was_last_written(hand_in):
    folder = hand_in("anna.ipynb")
    os.utime(folder / "anna.ipynb", (0, datetime(2026, 3, 29, 1, 30, tzinfo=UTC).timestamp()))
    assert found(folder)[0].handed_in == "2026-03-29T01:30:00+00:00"


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="only Linux has names that are no text")
def test_a_name_that_is_no_text_is_a_student_all_the_same(hand_in):
    folder = hand_in("anna.ipynb")
    os.rename(os.fsencode(folder / "anna.ipynb"), os.fsencode(folder) + b"/an\xffna.ipynb")
    assert list(students(folder)) == ["an\ufffdna"]


def test_a_folder_without_a_notebook_is_unusable(hand_in):
    with pytest.raises(Unusable, match=r"no notebook in .*class. Give a folder of notebooks, STUDENT.ipynb"):
        found(hand_in("readme.txt"))


def test_a_file_is_no_folder(hand_in):
    with pytest.raises(Unusable, match="can't be read as a folder of notebooks"):
        found(hand_in("anna.ipynb") / "anna.ipynb")
