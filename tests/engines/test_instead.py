"""What the reader sees of a measurement that this machine did not let end, and what whoever asked for it sees."""

import re

import pytest

from systemdesign.engines import EngineFailed, measured
from systemdesign.engines.attempt import Overdue
from systemdesign.engines.measured import measurement
from tests.engines.abacus import Found, Sum, raising, recorded

pytestmark = pytest.mark.usefixtures("abacus")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(24, "Too many open files"), r"\[Errno 24\] Too many open files"),
        (ExceptionGroup("", [ExceptionGroup("", [OSError("refused.\nBy the server.")])]), "refused. By the server"),
        (EngineFailed("Abacus ended with exit code 1. Its last words:\n(none)"), "Abacus ended with exit code 1"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_where_the_machine_does_not_let_it_measure_the_recording_says_why(add, error, why):
    failing = measurement("abacus", Sum, Found)(raising(error))
    failing.recordings.path = add.recordings.path
    recorded(add, {"plan": {}, "total": 3})
    found = failing()
    assert (found.total, found.live) == (3, False)
    assert re.search(rf"Python 3.11.7. It could not be measured here: {why}.*\.$", found.source)


def test_of_an_engine_s_last_words_the_one_that_names_a_fault_is_shown(add):
    words = "Files belong to nobody.\nabacus: error: no room\nabacus: removing what there is"
    failing = measurement("abacus", Sum, Found)(raising(EngineFailed(f"Abacus ended. Its last words:\n{words}")))
    failing.recordings.path = add.recordings.path
    recorded(add, {"plan": {}, "total": 3})
    assert failing().source.endswith("It could not be measured here: Abacus ended. abacus: error: no room.")


def test_engines_that_were_silent_for_too_long_are_not_waited_for_as_long_again(add, monkeypatch):
    allowed = []

    def silent(measure, within):
        allowed.append(within)
        raise Overdue(f"it did not end within {within:g} s")

    monkeypatch.setattr(measured, "attempt", silent)
    monkeypatch.setattr(measured, "HUNG", set())
    recorded(add, {"plan": {}, "total": 3})
    assert add().source.endswith("It could not be measured here: it did not end within 240 s.")
    assert add().source.endswith("It could not be measured here: it did not end within 12 s.")
    assert allowed == [240, 12]


def test_whoever_asks_for_a_live_measurement_waits_as_long_as_it_takes(add, way, monkeypatch):
    monkeypatch.setattr(measured, "attempt", lambda measure, within: {"total": 0 if within is None else 1})
    way("live")
    assert add().total == 0


@pytest.mark.parametrize("word", ["live", "record"])
def test_whoever_asks_for_a_live_measurement_hears_why_there_is_none(add, way, word):
    failing = measurement("abacus", Sum, Found)(raising(OSError("Too many open files")))
    failing.recordings.path = add.recordings.path
    recorded(add, {"plan": {}, "total": 3})
    way(word)
    with pytest.raises(OSError, match="Too many open files"):
        failing()


def test_without_a_recording_the_error_is_the_engine_s_own(add):
    failing = measurement("abacus", Sum, Found)(raising(OSError("Too many open files")))
    failing.recordings.path = add.recordings.path
    with pytest.raises(OSError, match="Too many open files"):
        failing()
