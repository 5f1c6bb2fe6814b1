import subprocess
import sys
import time

import pytest

from systemdesign.engines import EngineFailed
from systemdesign.engines.counting import crew
from systemdesign.engines.counting.crew import WORKER, count

GIL = getattr(sys, "_is_gil_enabled", lambda: True)()


def test_a_counter_tells_its_sum_in_each_stretch_and_whether_there_is_a_lock():
    begin = time.monotonic()
    command = [sys.executable, WORKER, "3", str(begin + 0.2), "0.1", "2"]
    lock, *stretches = map(int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert len(stretches) == 2
    assert sum(stretches) > 0
    assert {number % 2000 for number in stretches} == {0}
    assert lock == GIL
    assert time.monotonic() - begin >= 0.4


def test_all_processes_and_all_their_threads_are_counted():
    far, lock = count([1, 2], seconds=0.05, stretches=2)
    assert far > 0
    assert far % 2000 == 0
    assert lock == GIL


def test_the_best_stretch_is_that_of_all_processes_together(monkeypatch):
    told = iter(["1 10 50 30", "1 60 5 40"])

    class Told:
        def __init__(self, name, command):
            pass

        def finish(self, within):
            return next(told)

    monkeypatch.setattr(crew, "Process", Told)
    assert count([1, 1], seconds=0.1, stretches=3) == (70, True)


def test_a_worker_that_fails_is_reported(monkeypatch, tmp_path):
    broken = tmp_path / "worker.py"
    broken.write_text("exit('no more numbers')")
    monkeypatch.setattr(crew, "WORKER", broken)
    with pytest.raises(EngineFailed, match="no more numbers"):
        count([1], seconds=0.05, stretches=1)
