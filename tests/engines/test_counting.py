import sys

import pytest

from systemdesign.engines import EngineFailed
from systemdesign.engines.counting import crew
from systemdesign.engines.counting.crew import count

GIL = getattr(sys, "_is_gil_enabled", lambda: True)()


def test_all_processes_and_all_their_threads_are_counted():
    far, lock = count([1, 2], seconds=0.05, stretches=2)
    assert far > 0
    assert far % 2000 == 0
    assert lock == GIL


def test_the_best_stretch_is_that_of_all_processes_together(monkeypatch):
    told = iter([[1, 10, 50, 30], [1, 60, 5, 40]])
    monkeypatch.setattr(crew.Counter, "told", lambda counter, seconds: counter.process.finish(60) and next(told))
    assert count([1, 1], seconds=0.01, stretches=3) == (70, True)


def test_a_worker_that_fails_is_reported(monkeypatch, tmp_path):
    broken = tmp_path / "worker.py"
    broken.write_text("exit('no more numbers')")
    monkeypatch.setattr(crew, "WORKER", broken)
    with pytest.raises(EngineFailed, match="no more numbers"):
        count([1], seconds=0.05, stretches=1)
