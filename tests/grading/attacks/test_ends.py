"""The end of the grader, of its judges and of a student, from outside: nobody is left, and nothing is lost."""

import signal

import psutil
import pytest

from tests.grading.attacks.command import LAB, alive, begun, handed, left
from tests.grading.attacks.witness import until

SLEEP, LOOP = "import time\ntime.sleep(1000)", "while True: pass"


def students(spare):
    return [process for process in alive(spare) if "examinee" in " ".join(process.cmdline())]


def busy(tmp_path, spare, body=LOOP):
    """The grader while it waits for an endless answer: its process, and a student's."""
    notebook = handed(tmp_path / f"{LAB}.ipynb", {"part-3": body})
    grader = begun("grade", notebook, folder=tmp_path, passing=spare)
    assert until(lambda: students(spare), 60), grader.communicate()
    return grader, students(spare)


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"])
def test_a_grader_that_is_ended_leaves_nobody_behind(tmp_path, spare, told, name):
    grader, _ = busy(tmp_path, spare, SLEEP)
    grader.send_signal(getattr(signal, name))
    _, complained = grader.communicate(timeout=30)
    harm = left(spare) if name in ("SIGINT", "SIGTERM") else [word for word in left(spare) if word.startswith("alive")]
    told(f"the grader ended by {name}", grader.returncode in (0, 1), harm, complained)
    assert "Traceback" not in complained
    assert name != "SIGINT" or grader.returncode == 3


def looping(spare):
    """The students who have computed for half a second: they are in the midst of it."""
    return [process for process in students(spare) if process.cpu_times().user > 0.5]


def bench(spare):
    return [process for process in alive(spare) if "grading.bench" in " ".join(process.cmdline())]


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_judges_that_are_ended_are_a_failure_of_the_grader(tmp_path, spare, told, name):
    grader, _ = busy(tmp_path, spare, SLEEP)
    server = next(process for process in bench(spare) if process.ppid() == grader.pid)
    server.send_signal(getattr(signal, name))
    _, complained = grader.communicate(timeout=60)
    told(f"the judges ended by {name}", grader.returncode != 3, left(spare), complained)
    assert len(complained.strip().splitlines()) == 1, complained


def test_a_judge_that_is_ended_is_a_failure_of_the_grader(tmp_path, spare, told):
    grader, [student, *_] = busy(tmp_path, spare, SLEEP)
    psutil.Process(student.ppid()).kill()
    _, complained = grader.communicate(timeout=60)
    told("a judge killed", grader.returncode != 3, left(spare), complained)
    assert len(complained.strip().splitlines()) == 1, complained


def test_a_student_that_is_stopped_costs_his_part_and_one_that_the_machine_kills_no_mark(tmp_path, spare, told):
    for name, code in (("SIGSTOP", 1), ("SIGKILL", 3)):
        notebook = handed(tmp_path / f"{LAB}.ipynb", {"part-3": LOOP})
        grader = begun("grade", notebook, folder=tmp_path, passing=spare)
        assert until(lambda: looping(spare), 60)
        for student in looping(spare):
            student.send_signal(getattr(signal, name))
        said, complained = grader.communicate(timeout=90)
        told(f"a student ended by {name}", grader.returncode != code, left(spare), said + complained)
