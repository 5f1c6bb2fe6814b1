"""What a process is waited for by: what it computes and how long it sleeps, and not how busy the machine is."""

import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest

from systemdesign.grading import patience
from systemdesign.grading.patience import WALL, Patience


class Clock:
    """A process and a wall clock, both by hand."""

    def __init__(self, monkeypatch):
        self.now, self.computed, self.state = 0.0, 0.0, psutil.STATUS_RUNNING
        monkeypatch.setattr(patience, "monotonic", lambda: self.now)
        monkeypatch.setattr(patience.psutil, "Process", lambda pid: self)

    def cpu_times(self):
        return self.computed, 0.0

    def status(self):
        return self.state

    def go(self, step, seconds, computing, state=psutil.STATUS_RUNNING):
        """So many seconds pass, looked at every tenth of one, with that share of them computed."""
        self.state = state
        for _ in range(round(seconds * 10)):
            self.now += 0.1
            self.computed += 0.1 * computing
            step.look()


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def test_a_loop_has_its_time_and_no_more(clock):
    step = Patience(1).begun()
    clock.go(step, 4.9, computing=1.0)
    assert not step.over(5.0, 60.0)
    clock.go(step, 0.3, computing=1.0)
    assert step.over(5.0, 60.0)


def test_waiting_for_a_busy_machine_costs_nothing(clock):
    step = Patience(1).begun()
    clock.go(step, 40.0, computing=0.05)
    assert not step.over(5.0, 60.0)


def test_by_the_clock_it_ends_all_the_same(clock):
    step = Patience(1).begun()
    clock.go(step, WALL * 5.0 + 1, computing=0.0)
    assert step.over(5.0, 60.0)


def test_sleeping_counts_as_computing_does(clock):
    step = Patience(1).begun()
    clock.go(step, 5.5, computing=0.0, state=psutil.STATUS_SLEEPING)
    assert step.over(5.0, 60.0)


def test_sleeping_and_computing_in_turn_gains_no_time(clock):
    step = Patience(1).begun()
    for _ in range(14):
        clock.go(step, 0.2, computing=1.0)
        clock.go(step, 0.2, computing=0.0, state=psutil.STATUS_SLEEPING)
    assert step.over(5.0, 60.0)


def test_many_steps_together_have_the_time_of_a_part(clock):
    whole = Patience(1)
    for _ in range(15):
        step = whole.begun()
        clock.go(step, 4.0, computing=0.5, state=psutil.STATUS_SLEEPING)
        assert not step.over(5.0, 61.0)
    step = whole.begun()
    clock.go(step, 2.0, computing=1.0)
    assert step.over(5.0, 61.0)


def test_a_process_that_has_ended_is_no_error():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    watched = Patience(ended.pid)
    ended.wait()
    assert (watched.computed(), watched.sleeping(), watched.resident()) == (0.0, False, 0)


def test_a_process_that_stands_still_counts_as_sleeping(monkeypatch):
    monkeypatch.setattr(psutil, "Process", lambda pid: SimpleNamespace(status=lambda: psutil.STATUS_STOPPED))
    assert Patience(1).sleeping()
