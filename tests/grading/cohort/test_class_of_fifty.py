"""Fifty notebooks, with an interruption in the middle: here, and through a Dask scheduler with two workers."""

import json
import re
import signal

import psutil
import pytest

from tests.grading.cohort.conftest import FIRST, notebook
from tests.grading.matrix import CLASS
from tests.processes import all_gone, until

pytestmark = pytest.mark.slow

NUMBER, KEPT = 50, 15
KINDS = [
    (13, {}),
    (0, {"answers": dict.fromkeys((1, 2, 3, 4), "raise NotImplementedError")}),
    (0, {"answers": {1: "raise SystemExit"}, "only": [1]}),
    *9 * [(FIRST, {"only": [1]})],
]
"""(points, notebook) by turns: most have one answer alone, for the sake of the tests' time."""


@pytest.fixture
def fifty(hand_in):
    """The points of fifty students, who have handed in fifty different notebooks."""
    points = {}
    for number in range(NUMBER):
        points[f"s{number:02}"], made = KINDS[number % len(KINDS)]
        hand_in(f"s{number:02}.ipynb", notebook(**made, note=f"by {number}"))
    return points


@pytest.fixture
def interrupted(started, fifty, grades, out, tmp_path, record_property):
    """`interrupted("here", *options)`: run until there are some grades, interrupt, go on, and compare all of it."""

    def over(name, *options):
        first = started(*options)
        until(lambda: len(grades()) >= KEPT, within=120)
        mine = [child.pid for child in psutil.Process(first.pid).children(recursive=True)]
        first.send_signal(signal.SIGINT)
        told = first.communicate(timeout=60)[1].splitlines()[-1]
        assert first.returncode == 3
        assert re.fullmatch(r"Error: interrupted\. \d+ of 50 are kept in .* and --resume\.", told)
        assert all_gone(mine)
        kept = len(grades())
        assert KEPT <= kept < NUMBER
        assert not (out / "grades.csv").exists()

        again = started("--resume", *options)
        said, errors = again.communicate(timeout=300)
        assert again.returncode == 0, errors
        assert f"notebooks 50: judged 50, unusable 0, failed 0; kept from before {kept};" in said
        assert {student: made["grade"]["points"] for student, made in grades().items()} == fifty
        students = json.loads((out / "grades.json").read_text())["students"]
        assert {student["student"]: student["points"] for student in students} == fifty
        assert list((tmp_path / "tmp").iterdir()) == []
        record_property(CLASS, (name, kept, said.splitlines()[1], said.splitlines()[2]))

    return over


def test_a_class_of_fifty_is_graded_here_with_an_interruption(interrupted):
    interrupted("here")


def test_a_class_of_fifty_is_graded_by_dask_with_an_interruption(interrupted, cluster):
    interrupted("Dask", "--scheduler", cluster.address)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_from_outside_leaves_nothing_running_and_goes_on(
    started, hand_in, grades, tmp_path, number
):
    for student in range(9):
        hand_in(f"{student}.ipynb", notebook(only=[1, 2], note=f"by {student}"))
    run = started()
    until(lambda: grades(), within=60)
    mine = [child.pid for child in psutil.Process(run.pid).children(recursive=True)]
    run.send_signal(number)
    run.communicate(timeout=60)
    assert run.returncode == (3 if number == signal.SIGTERM else -signal.SIGKILL)
    assert all_gone(mine)
    until(lambda: not list((tmp_path / "tmp").iterdir()))
    kept = len(grades())
    again = started("--resume")
    assert f"judged 9, unusable 0, failed 0; kept from before {kept};" in again.communicate(timeout=120)[0]
