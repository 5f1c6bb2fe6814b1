"""One storm, measured and modelled: the same requests, the same clients, the same stall."""

import pytest

from systemdesign.retries.measurement import Night, Nights, both_storms
from systemdesign.sim import constant, exponential

HOURS = [0.5, 1.0, 1.5, 2.0]


def test_a_night_counts_the_answers_after_one_time_and_up_to_another():
    assert Night([], HOURS).answered(0.5, 1.5) == 2


def test_a_story_sets_the_measured_beside_the_modelled():
    story = Nights(Night([0.1, 0.2], HOURS), Night([0.1], HOURS[:2])).story(0.5, 1.5)
    assert story == "2 sends (model 1), 2 answers between 0.5 and 1.5 s (model 1)"


def test_without_a_stall_everything_is_sent_once_and_answered():
    nights = both_storms(rate=100.0, work=constant(0.001), count=40, timeout=1.0, stall=(90.0, 91.0))
    for night in nights:
        assert len(night.sent) == len(night.answers) == 40
        assert night.answered(0.0, 90.0) == 40


def test_a_server_that_never_wakes_is_sent_what_the_budget_allows():
    setting = {"rate": 200.0, "work": constant(0.001), "count": 40, "timeout": 0.1, "stall": (0.0, 3.0)}
    for ratio, sends in [(None, 120), (0.0, 50)]:  # a full bucket of ten is spent first
        for night in both_storms(ratio, **setting):
            assert len(night.sent) == sends
            assert not night.answered(0.0, 3.0)


@pytest.mark.slow
def test_measured_and_modelled_tell_the_same_story():
    setting = {"rate": 60.0, "work": exponential(0.01), "count": 300, "timeout": 0.2, "stall": (1.0, 1.7)}
    late = {ratio: [night.answered(3.8, 4.8) for night in both_storms(ratio, **setting)]
            for ratio in (None, 0.1)}
    assert max(late[None]) < 20 < 40 < min(late[0.1])
