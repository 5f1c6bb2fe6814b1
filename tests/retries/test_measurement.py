"""One storm, measured and modelled: the same requests, the same clients, the same stall."""

import pytest

from systemdesign.engines import available
from systemdesign.retries.measurement import Night, StormPlan, Storms, both_storms
from tests.quiet import quietly

HOURS = [0.5, 1.0, 1.5, 2.0]
SHORT = {"work": 0.001, "count": 40}


@pytest.fixture
def live(monkeypatch):
    if not available("http"):
        pytest.skip(available("http").reason)
    monkeypatch.setenv("SYSTEMDESIGN_ENGINES", "live")


def test_a_night_counts_the_answers_after_one_time_and_up_to_another():
    assert Night([], HOURS).answered(0.5, 1.5) == 2


def test_a_story_sets_the_measured_beside_the_modelled():
    storms = Storms([0.1, 0.2], HOURS, plan=StormPlan(count=0), made={})
    assert storms.story(0.5, 1.5) == "2 sends (model 0), 2 answers between 0.5 and 1.5 s (model 0)"


def test_without_a_stall_everything_is_sent_once_and_answered(live):
    nights = both_storms(rate=100.0, timeout=1.0, stall=(90.0, 91.0), **SHORT).nights
    for night in nights.values():
        assert len(night.sent) == len(night.answers) == 40
        assert night.answered(0.0, 90.0) == 40


@pytest.mark.parametrize(("ratio", "sends"), [(None, 120), (0.0, 50)])  # a full bucket of ten is spent first
def test_a_server_that_never_wakes_is_sent_what_the_budget_allows(live, ratio, sends):
    for night in both_storms(ratio=ratio, rate=200.0, timeout=0.1, stall=(0.0, 3.0), **SHORT).nights.values():
        assert len(night.sent) == sends
        assert not night.answered(0.0, 3.0)


@pytest.mark.slow
def test_measured_and_modelled_tell_the_same_story(live):
    storms = {ratio: quietly(lambda ratio=ratio: both_storms(ratio=ratio)) for ratio in (None, 0.1)}
    late = {ratio: [night.answered(3.8, 4.8) for night in both.nights.values()] for ratio, both in storms.items()}
    assert max(late[None]) < 20 < 40 < min(late[0.1])


def test_the_chapter_s_storms_are_recorded_and_were_the_model_s():
    assert {kept.plan.ratio for kept in both_storms.recordings.all()} == {None, 0.1}
    for kept in both_storms.recordings.all():
        measured, model = kept.nights.values()
        assert len(measured.sent) == pytest.approx(len(model.sent), rel=0.05)
        assert measured.answered(3.8, 4.8) == pytest.approx(model.answered(3.8, 4.8), abs=8)
