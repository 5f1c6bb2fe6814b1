"""What the machine lacks while a class is graded costs no student a point."""

import errno
import os

import pytest

from systemdesign.grading.cohort import outputs
from systemdesign.grading.cohort.run import Run
from systemdesign.grading.cohort.store import Store
from systemdesign.grading.cohort.submissions import found
from systemdesign.grading.judges import Failed
from systemdesign.grading.machine import FAULTS


@pytest.fixture
def lacking(monkeypatch):
    """`lacking("os.open", errno.EMFILE)`: from now on that raises this."""

    def lack(name, number):
        def refuse(*args, **options):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(name, refuse)

    return lack


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENOMEM, errno.EIO])
def test_a_notebook_that_the_machine_cannot_read_is_tried_again(hand_in, lacking, number):
    folder = hand_in("anna.ipynb", "{}")
    run = Run(folder, found(folder), "02_scalability", ("1", "c1"), lambda record: None, {})
    lacking("os.open", number)
    assert list(run.waiting()) == []
    assert (run.records["anna"].failed, FAULTS[number] in run.records["anna"].error) == (True, True)


def test_no_room_for_the_grades_is_the_machines_fault(tmp_path, lacking):
    lacking("os.replace", errno.ENOSPC)
    with pytest.raises(Failed, match="can't be written: no room is left on the disk"):
        outputs.kept(tmp_path, {"grades.csv": "x"})


def test_no_room_for_a_folder_is_the_machines_fault(tmp_path, lacking):
    lacking("pathlib.Path.mkdir", errno.ENOSPC)
    with pytest.raises(Failed, match="can't be written: no room is left on the disk"):
        Store(tmp_path / "out", "02_scalability").__enter__()


def test_no_room_for_a_record_is_told_in_words_and_with_how_to_go_on(hand_in, grade_all, monkeypatch, lacking):
    hand_in("anna.ipynb", "{}")
    lacking("systemdesign.grading.cohort.store.Store.save", errno.ENOSPC)
    done = grade_all()
    assert done.exit_code == 3
    assert "no room is left on the disk. 0 of 1 are kept" in done.output and "--resume" in done.output
