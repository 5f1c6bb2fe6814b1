"""What a measurement is worth whose engine died, or was not heard of again."""

import sys
from contextlib import suppress

import pytest

from systemdesign.engines import EngineFailed
from systemdesign.engines.attempt import Overdue, attempt
from systemdesign.engines.child.process import LIVING, Process
from tests.processes import alive


def sleeper():
    return Process("Sleeper", [sys.executable, "-S", "-c", "input()\nimport time; time.sleep(60)"], text="\n")


def deaf():
    """A child that dies while it is needed, of whom nobody takes note."""
    child = Process("Sleeper", [sys.executable, "-c", "exit('no memory')"])
    child._child.wait()
    child.stop()
    return "no answer"


def test_what_was_found_is_what_the_attempt_gives():
    assert attempt(lambda: {"total": 3}) == {"total": 3}


def test_an_engine_that_died_meanwhile_spoils_what_was_found():
    with pytest.raises(EngineFailed, match=r"Sleeper ended with exit code 1 while it was needed(.|\n)*no memory"):
        attempt(deaf)


def test_an_engine_s_death_is_the_reason_and_not_what_its_client_says_of_it():
    def measure():
        child = sleeper()
        try:
            child._child.kill()
            child._child.wait()
            raise ConnectionRefusedError("nobody listens")
        finally:
            child.stop()

    with pytest.raises(EngineFailed, match=r"Sleeper ended by signal 9 \(Killed\)") as failed:
        attempt(measure)
    assert isinstance(failed.value.__cause__, ConnectionRefusedError)


def test_one_that_was_killed_or_stopped_on_purpose_spoils_nothing():
    def measure():
        killed, stopped = sleeper(), sleeper()
        killed.kill()
        killed.stop()
        stopped.stop()
        return "measured"

    assert attempt(measure) == "measured"


def test_one_that_did_not_start_at_first_spoils_nothing():
    def measure():
        with suppress(EngineFailed):
            Process("Unlucky", [sys.executable, "-c", "exit('Address in use')"]).wait_until(lambda: False)
        return "measured"

    assert attempt(measure) == "measured"


def test_an_error_of_its_own_is_handed_on():
    with pytest.raises(ZeroDivisionError):
        attempt(lambda: 1 / 0)


def test_what_does_not_end_in_time_loses_its_engines_and_no_others():
    other, own = sleeper(), []

    def measure():
        own.append(sleeper())
        own[0]._child.wait()  # as a client waits for an answer

    with pytest.raises(Overdue, match=r"it did not end within 0\.1 s"):
        attempt(measure, within=0.1)
    assert not alive(own[0].pid)
    assert other in LIVING
    assert other.running
    other.stop()
