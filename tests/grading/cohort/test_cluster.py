"""The same through Dask distributed: a real scheduler and its workers, on this machine."""

import socket
import sys

import psutil
import pytest

from systemdesign.grading.cohort import cluster as module
from systemdesign.grading.cohort.cluster import Cluster
from systemdesign.grading.cohort.store import Store
from tests.grading.cohort.conftest import FIRST, notebook
from tests.processes import all_gone, until


def scheduler(cluster):
    return "--scheduler", cluster.address


def test_a_worker_that_dies_has_its_notebook_judged_by_another(cluster, hand_in, grades, started):
    for number in range(8):
        hand_in(f"{number}.ipynb", notebook(only=[1, 2], note=f"by {number}"))
    run = started(*scheduler(cluster))
    until(lambda: grades(), within=60)
    judges = [child.pid for child in psutil.Process(cluster.workers[0].pid).children(recursive=True)]
    cluster.workers[0].kill()
    said, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    assert "judged 8, unusable 0, failed 0" in said
    assert all_gone(judges)


def test_bad_notebooks_and_links_stop_none_of_the_others(cluster, hand_in, grade_all, grades):
    folder = hand_in("anna.ipynb")
    hand_in("bob.ipynb", "{")
    (folder / "carl.ipynb").symlink_to("anna.ipynb")
    assert grade_all(*scheduler(cluster)).exit_code == 1
    assert grades()["anna"]["grade"]["points"] == FIRST
    assert "bob.ipynb is not a notebook" in grades()["bob"]["error"]


def test_workers_with_another_course_exit_2_before_anything_is_judged(cluster, hand_in, grade_all, monkeypatch, out):
    class Newer(Cluster):
        def __init__(self, address, lab):
            super().__init__(address, lab)
            self.expected = "0.0.9", "abcdefabcdef"

    hand_in("anna.ipynb")
    monkeypatch.setattr("systemdesign.grading.cohort.command.Cluster", Newer)
    done = grade_all(*scheduler(cluster))
    assert done.exit_code == 2
    assert "this is course 0.0.9, lab abcdefabcdef: install the same course on both" in done.stderr
    assert not (out / "grades").exists()


def test_a_worker_that_comes_later_with_another_course_ends_the_run(cluster, hand_in, grade_all, monkeypatch, grades):
    class Newer(Cluster):
        def look(self):
            super().look()
            self.expected = "0.0.9", "abcdefabcdef"

    hand_in("anna.ipynb")
    monkeypatch.setattr("systemdesign.grading.cohort.command.Cluster", Newer)
    done = grade_all(*scheduler(cluster))
    assert done.exit_code == 2
    assert "The Dask worker that came later judges with course" in done.stderr
    assert grades() == {}


def test_a_scheduler_without_workers_exits_2_in_time(cluster, hand_in, grade_all, monkeypatch):
    hand_in("anna.ipynb")
    monkeypatch.setattr(module, "WORKERS", 0.5)
    for worker in cluster.workers:
        cluster.end(worker)
    done = grade_all(*scheduler(cluster))
    assert done.exit_code == 2
    assert "has had no worker for 0.5 s: start some with `dask worker" in done.stderr


@pytest.fixture
def losing(monkeypatch, hand_in):
    """`losing(lose)`: the class has many notebooks, and as soon as there is a grade, this happens."""
    for number in range(12):
        hand_in(f"{number}.ipynb", notebook(only=[1, 2], note=f"by {number}"))
    save = Store.save
    return lambda lose: monkeypatch.setattr(Store, "save", lambda store, record: (save(store, record), lose()))


def test_workers_that_are_all_lost_exit_3_with_a_word_on_how_to_go_on(cluster, losing, grade_all, grades, monkeypatch):
    monkeypatch.setattr(module, "WORKERS", 3)
    losing(lambda: [worker.kill() for worker in cluster.workers])
    done = grade_all(*scheduler(cluster))
    assert done.exit_code == 3
    assert "has had no worker for 3 s" in done.stderr
    assert "--resume" in done.stderr
    assert 1 <= len(grades()) < 12


def test_a_scheduler_that_is_lost_exits_3_with_a_word_on_how_to_go_on(cluster, losing, grade_all, grades):
    losing(cluster.scheduler.kill)
    done = grade_all(*scheduler(cluster))
    assert done.exit_code == 3
    assert "--resume" in done.stderr
    assert 1 <= len(grades()) < 12


def test_an_address_where_nobody_answers_exits_2_in_time(hand_in, grade_all, monkeypatch):
    hand_in("anna.ipynb")
    monkeypatch.setattr(module, "CONNECT", 0.5)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        done = grade_all("--scheduler", f"tcp://127.0.0.1:{nobody.getsockname()[1]}")
    assert done.exit_code == 2
    assert "No Dask scheduler answers at tcp://127.0.0.1:" in done.stderr


@pytest.mark.parametrize("address", ["nonsense", "carrier-pigeon://127.0.0.1:1", "tcp://127.0.0.1:99999999"])
def test_an_address_that_is_none_exits_2(hand_in, grade_all, monkeypatch, address):
    hand_in("anna.ipynb")
    monkeypatch.setattr(module, "CONNECT", 0.5)
    done = grade_all("--scheduler", address)
    assert done.exit_code == 2
    assert f"No Dask scheduler answers at {address}" in done.stderr


def test_without_dask_a_sentence_says_how_to_install_it(hand_in, grade_all, monkeypatch):
    hand_in("anna.ipynb")
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = grade_all("--scheduler", "tcp://127.0.0.1:1")
    assert done.exit_code == 2
    assert "pip install 'systemdesign[class]'" in done.stderr
