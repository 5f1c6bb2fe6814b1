"""Records are written whole, runs before are put aside, and nothing of somebody else's is touched."""

import json
import os

import pytest

from systemdesign.grading.cohort.names import stem
from systemdesign.grading.cohort.record import Record
from systemdesign.grading.cohort.store import Store, records, write
from systemdesign.grading.lab import Unusable

LAB = "02_scalability"


def record(student, **more):
    return Record(student, f"{student}.ipynb", "00", "", "", "1", LAB, "2", **more)


def begun(out, *students, resume=False):
    """The records that a run begins with; it saves these students."""
    with Store(out, LAB) as store:
        found = store.begin(resume)
        for student in students:
            store.save(record(student))
        return found


def test_a_record_is_read_as_it_was_saved(out):
    kept = record("Zoë/王", grade={"points": 3, "hint": "a ≠ b"}, about={"id": "7"})
    with Store(out, LAB) as store:
        store.begin(resume=False)
        store.save(kept)
    assert records(out / "grades") == [kept]


def test_students_whose_names_look_alike_have_records_of_their_own(out):
    names = ["Anna", "anna", "a/nna", "a_nna", "Änna", "../anna", "anna.", "", "x" * 300, "x" * 301]
    names.append(stem("Änna").lower())
    begun(out, *names)
    assert sorted(begun(out, resume=True)) == sorted(names)
    assert len({path.name.casefold() for path in (out / "grades").iterdir()}) == len(names)


def test_resume_goes_on_with_the_records_that_are_there(out):
    begun(out, "anna", "bob")
    assert list(begun(out, resume=True)) == ["anna", "bob"]
    assert not (out / "earlier").exists()


def test_without_resume_the_earlier_run_is_put_aside_whole(out):
    begun(out, "anna")
    (out / "summary.html").write_text("first")
    assert begun(out, "bob") == {}
    (earlier,) = (out / "earlier").iterdir()
    assert (earlier / "summary.html").read_text() == "first"
    assert [found.student for found in records(earlier / "grades")] == ["anna"]
    assert [found.student for found in records(out / "grades")] == ["bob"]


def test_the_latest_of_the_earlier_runs_is_the_one_to_compare_with(out):
    for student in ("anna", "bob", "carl"):
        begun(out, student)
    assert len(list((out / "earlier").iterdir())) == 2
    with Store(out, LAB) as store:
        assert [found.student for found in records(store.earlier() / "grades")] == ["bob"]


def test_half_a_record_is_none_and_is_cleared_away(out):
    begun(out, "anna")
    (out / "grades" / ".bob.json.part").write_text('{"student": "bob"')
    (out / "grades" / "carl.json").write_text('{"student": "carl"}')
    assert list(begun(out, resume=True)) == ["anna"]
    assert not list((out / "grades").glob("*.part"))


def test_what_cannot_be_written_whole_leaves_what_was_there(tmp_path):
    write(tmp_path / "a.json", {"points": 3})
    with pytest.raises(TypeError):
        write(tmp_path / "a.json", {"points": object()})
    assert json.loads((tmp_path / "a.json").read_text()) == {"points": 3}


@pytest.mark.parametrize("resume", [True, False])
def test_a_folder_that_holds_something_else_is_refused_and_left_alone(out, resume):
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(Unusable, match="holds something else"):
        begun(out, resume=resume)
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]


def test_a_folder_with_the_grades_of_another_lab_is_refused(out):
    begun(out, "anna")
    with pytest.raises(Unusable, match="the grades of lab 02_scalability"), Store(out, "14_retries"):
        pass


def test_two_runs_do_not_write_to_one_folder(out):
    with Store(out, LAB), pytest.raises(Unusable, match="Another run is writing"), Store(out, LAB):
        pass
    begun(out)


def test_a_file_in_place_of_the_folder_is_refused(out):
    out.write_text("")
    with pytest.raises(Unusable, match="can't be written"):
        begun(out)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Unusable, match="can't be written"):
        begun(tmp_path / "out")
