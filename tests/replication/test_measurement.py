"""A real primary and its standbys: how late one is, what a commit waits for, and what a promotion loses."""

from contextlib import ExitStack

import pytest

from systemdesign.engines import available
from systemdesign.replication import measurement
from systemdesign.replication.measurement import MODES, LagPlan, ModePlan, lag, modes
from systemdesign.replication.servers import client, start_primary
from systemdesign.replication.takeover import TakeoverPlan, takeover

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)


def measured(measure, **asked):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYSTEMDESIGN_ENGINES", "live")
        return measure(**asked)


@pytest.fixture(scope="module")
def late():
    return measured(lag, delay=0.3, writes=2, after=(0.0, 0.1), quiet=0.2)


@pytest.fixture(scope="module")
def waited():
    return measured(modes, rounds=5, held=3)


@pytest.fixture(scope="module")
def night():
    return measured(takeover, before=5, after=7, beyond=3)


@needs_postgres
def test_before_its_delay_has_passed_a_late_standby_does_not_show_a_write(late):
    assert len(late.looks) == 4
    assert all(stale for age, stale in late.looks if age < 0.3)
    assert late.stale == sum(stale for _, stale in late.looks)


@needs_postgres
def test_when_it_has_come_to_the_position_of_a_write_it_shows_it(late):
    assert late.fresh == len(late.waits) == 2
    assert min(late.waits) > 0.29


@needs_postgres
def test_the_primary_tells_what_was_flushed_soon_and_replayed_late(late):
    assert min(late.replayed) > 0.2
    assert all(flushed < replayed for flushed, replayed in zip(late.flushed, late.replayed))


@needs_postgres
def test_where_nothing_is_written_the_clock_goes_on_and_the_position_is_level(late):
    assert late.behind == [0, 0]
    assert late.clock[1] - late.clock[0] >= 0.2


@needs_postgres
def test_only_a_commit_that_waits_for_the_apply_is_seen_on_the_standby_at_once(waited):
    assert list(waited.seconds) == list(waited.stale) == list(MODES)
    assert waited.stale["remote_apply"] == 0 < waited.stale["off"]


@needs_postgres
def test_a_standby_that_receives_and_applies_nothing_lets_commits_through(waited):
    assert waited.behind == 3


@needs_postgres
def test_a_commit_waits_for_a_dead_standby_unseen_until_it_is_cancelled(waited):
    assert (waited.event, waited.before, waited.afterwards) == ("SyncRep", False, True)
    assert "committed locally" in waited.warning


@needs_postgres
def test_a_standby_that_was_cut_off_has_nothing_of_what_came_after(night):
    assert night.lost == [0, 7, 3]
    assert (night.took, night.state) == (3, "streaming")
    assert 0 < night.seconds < 30


@needs_postgres
def test_a_standby_that_was_only_late_shows_nothing_and_has_almost_all(night):
    assert night.shown == 0
    assert 12 <= night.kept <= night.acknowledged == 15


@needs_postgres
def test_a_first_read_counts_as_stale_where_the_version_is_older():
    with ExitStack() as stack:
        writers = dict.fromkeys(MODES, client(stack, start_primary(stack)))
        _, fresh = measurement.commit(writers, "on", writers["on"])
        assert not fresh
        _, stale = measurement.commit(writers, "on", Behind(writers["on"]))
        assert stale


class Behind:
    """A reader whose second answer is one version old."""

    def __init__(self, connection):
        self.connection, self.answers = connection, 0

    def execute(self, question):
        self.answers += 1
        return self.connection.execute(f"select version - {int(self.answers == 2)} from note")


def test_every_recording_shows_what_the_chapter_says_of_it():
    (late,), (waited,), (night,) = (measure.recordings.all() for measure in (lag, modes, takeover))
    assert (late.plan, waited.plan, night.plan) == (LagPlan(), ModePlan(), TakeoverPlan())
    assert late.stale == len(late.looks) == 6
    assert min(late.waits) >= 0.49
    assert max(late.waits) < 0.6
    assert min(late.flushed) < 0.1 < 0.49 < min(late.replayed)
    assert late.clock[1] - late.clock[0] >= 1
    assert waited.stale["off"] == 60 > waited.stale["local"] > 30 > waited.stale["on"] > 0
    assert waited.stale["remote_apply"] == 0
    assert waited.seconds["off"] < waited.seconds["local"] < waited.seconds["remote_apply"]
    assert (waited.behind, waited.event, waited.before, waited.afterwards) == (10, "SyncRep", False, True)
    assert (night.lost, night.took, night.shown) == ([0, 100, 100], 100, 0)
    assert night.kept > 290
    assert night.seconds < 1
