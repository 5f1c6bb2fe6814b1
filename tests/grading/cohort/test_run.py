"""What a run keeps, judges, records, and how much it has in work; the engine is a made-up one that judges nothing."""

import os
from concurrent.futures import Future
from dataclasses import replace

import pytest

from systemdesign.grading.cohort.run import Run
from systemdesign.grading.cohort.submissions import found
from systemdesign.grading.judges import Failed

GRADE = {"lab": "02_scalability", "points": 3, "out_of": 13}


class Engine:
    """Answers the oldest question as soon as it is asked for more than it takes."""

    def __init__(self, most=2, answer=lambda name: {"grade": GRADE, "spent": 1.5}):
        self.most, self.answer, self.asked, self.running, self.largest = most, answer, [], [], 0

    def submit(self, name, notebook, lab):
        future = Future()
        self.asked.append(name)
        self.running.append((future, name))
        self.largest = max(self.largest, sum(not future.done() for future, _ in self.running))
        if len(self.running) >= self.most:
            self.look()
        return future

    def look(self):
        """The run looks when nothing has come for a while: at its end, here."""
        if not self.running:
            return
        future, name = self.running.pop(0)
        try:
            future.set_result(self.answer(name))
        except Exception as error:
            future.set_exception(error)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """`run(engine, old)`: a run over the class, that is over."""
    monkeypatch.setattr("systemdesign.grading.cohort.run.LOOK", 0.001)

    def over(engine, old=(), versions=("1", "c1"), **more):
        saved = []
        made = Run(tmp_path / "class", found(tmp_path / "class"), "02_scalability", versions, saved.append, dict(old))
        made.over(engine, **more)
        made.saved = saved
        return made

    return over


def test_never_more_are_in_work_than_the_engine_takes(run, hand_in):
    for number in range(9):
        hand_in(f"{number}.ipynb")
    engine = Engine(most=3)
    assert len(run(engine).records) == 9
    assert engine.largest == 3


def test_a_record_says_of_which_bytes_and_versions_the_grade_is(run, hand_in):
    hand_in("anna.ipynb", "abc")
    made = run(Engine()).records["anna"]
    assert made.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of FIPS 180-2
    assert (made.course, made.checks, made.lab, made.grade) == ("1", "c1", "02_scalability", GRADE)


def test_every_record_is_saved_as_soon_as_it_is_there(run, hand_in):
    hand_in("anna.ipynb")
    hand_in("bob.ipynb")
    assert [made.student for made in run(Engine(most=1)).saved] == ["anna", "bob"]


def test_what_was_judged_with_the_same_versions_is_kept_and_not_saved_again(run, hand_in):
    hand_in("anna.ipynb")
    first, engine = run(Engine()), Engine()
    again = run(engine, first.records)
    assert (again.kept, again.judged, again.saved, engine.asked) == (1, 0, [], [])
    assert again.records == first.records


@pytest.mark.parametrize(
    "change", [{"sha256": "00"}, {"lab": "14_retries"}, {"course": "0"}, {"checks": "c0"}, {"failed": True}]
)
def test_what_has_changed_or_failed_is_judged_again(run, hand_in, change):
    hand_in("anna.ipynb")
    old = {"anna": replace(run(Engine()).records["anna"], **change)}
    assert run(Engine(), old).judged == 1


def test_of_what_is_kept_the_file_is_where_it_lies_now(run, hand_in, tmp_path):
    hand_in("anna.ipynb")
    first = run(Engine())
    (tmp_path / "class" / "anna").mkdir()
    (tmp_path / "class" / "anna.ipynb").rename(tmp_path / "class" / "anna" / "lab.ipynb")
    again = run(Engine(), first.records)
    assert (again.kept, again.saved[0].file) == (1, "anna/lab.ipynb")


def test_a_notebook_at_which_the_engine_breaks_is_failed_and_the_others_go_on(run, hand_in):
    def answer(name):
        if name == "bob.ipynb":
            raise MemoryError("worker gone")
        return {"grade": GRADE}

    for name in ("anna", "bob", "carl"):
        hand_in(f"{name}.ipynb")
    records = run(Engine(answer=answer)).records
    assert [made.failed for made in records.values()] == [False, True, False]
    assert records["bob"].error == "the grader failed: no memory is left"


def test_an_engine_that_drops_its_work_ends_the_run(run, hand_in):
    class Dropping(Engine):
        def submit(self, *job):
            future = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

        def look(self):
            pass

    hand_in("anna.ipynb")
    with pytest.raises(Failed, match="dropped a notebook"):
        run(Dropping())


@pytest.mark.parametrize(
    ("name", "make", "why"),
    [
        ("a link", lambda path: path.symlink_to("/etc/hostname"), "link"),
        ("a device", lambda path: path.symlink_to("/dev/zero"), "link"),
        ("a pipe", os.mkfifo, "no regular file"),
        ("too large", lambda path: path.write_bytes(b" " * (8 * 2**20 + 1)), "over 8 MB"),
    ],
)
def test_what_is_no_file_of_a_bearable_size_is_not_even_read(run, hand_in, name, make, why):
    folder, engine = hand_in("zoë.ipynb"), Engine()
    make(folder / "anna.ipynb")
    records = run(engine).records
    assert "anna.ipynb is not a notebook" in records["anna"].error
    assert why in records["anna"].error
    assert (engine.asked, records["anna"].failed) == (["zoë.ipynb"], False)


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="only Linux has names that are no text")
def test_of_a_file_whose_name_is_no_text_the_record_is_text(run, hand_in):
    folder = hand_in("anna.ipynb")
    os.rename(folder / "anna.ipynb", os.fsencode(folder) + b"/an\xffna.ipynb")
    (made,) = run(Engine()).records.values()
    assert (made.student, made.file, made.grade) == ("an\ufffdna", "an\ufffdna.ipynb", GRADE)


def test_progress_counts_all_students(run, hand_in):
    hand_in("anna.ipynb")
    hand_in("bob/none.txt")
    told = []
    run(Engine(), progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (2, 2)


def test_the_processor_time_of_all_is_summed(run, hand_in):
    hand_in("anna.ipynb")
    hand_in("bob.ipynb")
    made = run(Engine())
    assert (made.judged, made.spent) == (2, 3.0)
