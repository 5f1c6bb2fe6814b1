"""A cache before a database, and what a sync costs, on real engines."""

from math import exp
from types import SimpleNamespace

import pytest

from systemdesign.cache_writes import durability, measurement
from systemdesign.cache_writes.durability import CommitPlan, batches, commits, files
from systemdesign.cache_writes.measurement import KillPlan, RacePlan, Writer, kills, race
from systemdesign.engines import available
from tests.quiet import quietly

needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)
needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
AWAY = 0.01
DATABASE_FIRST = "database, then cache"


@pytest.fixture
def live(way):
    way("live")


@needs_valkey
@needs_postgres
def test_the_later_the_second_writer_the_fewer_pairs_differ(live):
    together, later = quietly(lambda: race(gaps=(0.0, 6 * AWAY), pairs=60, away=AWAY)).different
    assert 15 <= together <= 45  # half of 60, give or take four standard deviations
    assert later <= 4  # theory: 60 e^-6 / 2, which is 0.07


@pytest.mark.parametrize("order", measurement.ORDERS)
def test_a_writer_goes_to_the_places_in_the_order_asked_for(order, monkeypatch):
    places = []
    connections = SimpleNamespace(set=lambda *_: places.append("cache"), execute=lambda *_: places.append("database"))
    monkeypatch.setattr(measurement, "connect", lambda port: connections)
    writer = Writer("first", SimpleNamespace(port=0), SimpleNamespace(connect=lambda: connections))
    writer.write("a lamp", order, away=0.0)
    assert ", then ".join(places) == order


@needs_valkey
@needs_postgres
@pytest.mark.parametrize("flush", measurement.FLUSHES)
def test_a_bank_that_dies_loses_what_it_told_its_customers_and_a_transaction_keeps_the_rest_whole(live, flush):
    found = kills(times=1, every=0.2, flush=flush)
    (told,), (lost,), (torn,), (total,) = found.acknowledged, found.lost, found.torn, found.sums
    assert told > lost > 0
    assert lost >= torn >= abs(total) - 1  # a torn transfer is 1, and one may be there of which nobody heard
    if flush == "one transaction":
        assert torn == total == found.wrong == 0


@needs_valkey
def test_without_a_file_all_is_lost_and_with_one_synced_always_nothing(live):
    gone, kept = files(policy="no file", seconds=0.2), files(policy="always", seconds=0.2)
    assert gone.lost == gone.acknowledged > 0
    assert kept.acknowledged > kept.lost == 0
    assert gone.unheard == 0
    assert kept.unheard <= 1


@needs_valkey
def test_synced_every_second_the_file_too_survives_a_kill_between_two_syncs(live):
    assert any(files(seconds=0.4).lost == 0 for _ in range(3))  # a sync may take that long where others write


@needs_postgres
def test_commits_of_many_clients_share_their_syncs(live):
    found = quietly(lambda: commits(clients=(1, 32)))
    assert found.syncs[0] > 0.9 * found.commits[0]
    assert found.syncs[1] < 0.6 * found.commits[1]


def test_a_row_in_a_transaction_of_its_own_costs_more_than_one_among_many(live):
    found = quietly(lambda: batches(rows=20, together=1000))
    assert set(found.alone) == set(found.together) == set(durability.MODES)
    assert all(found.alone[mode] > found.together[mode] for mode in durability.MODES)
    assert found.alone["rollback journal"] > found.alone["WAL"] > found.alone["WAL, synchronous normal"]


@pytest.mark.parametrize("mistake", [
    lambda: race(order="both at once"), lambda: kills(flush="never"), lambda: files(policy="sometimes")])
def test_a_word_that_no_plan_knows_is_a_mistake_that_says_which_it_knows(mistake):
    with pytest.raises(ValueError, match=r"no \w+ '.*' here; there are '"):
        mistake()


def test_long_series_are_shown_from_their_recordings_even_where_the_engines_are(monkeypatch):
    monkeypatch.delenv("SYSTEMDESIGN_ENGINES", raising=False)
    assert not kills().live
    assert not race().live


def test_every_recording_has_a_number_for_each_setting():
    for found in race.recordings.all():
        assert len(found.different) == len(found.plan.gaps)
        assert max(found.different) <= found.plan.pairs
    for found in kills.recordings.all():
        assert {len(found.acknowledged), len(found.lost), len(found.torn), len(found.sums)} == {found.plan.times}
    for found in commits.recordings.all():
        assert len(found.commits) == len(found.syncs) == len(found.plan.clients)


def test_the_recorded_races_are_the_models_where_the_way_is_random():
    found = race.recordings.find(RacePlan(away=AWAY, pairs=600))
    for gap, different in zip(found.plan.gaps, found.different):
        assert different / 600 == pytest.approx(0.5 * exp(-gap / AWAY), abs=0.06)  # three standard deviations
    assert sum(race.recordings.find(RacePlan(away=AWAY, pairs=600, order=DATABASE_FIRST)).different) < 20


def test_the_recorded_commit_that_need_not_wait_for_its_sync_has_few():
    found = commits.recordings.find(CommitPlan(clients=(1,), synchronous="off"))
    assert found.syncs[0] < 0.1 * found.commits[0]


def test_the_recorded_bank_invents_money_row_by_row_and_none_in_a_transaction():
    rows, whole = (kills.recordings.find(KillPlan(flush=flush)) for flush in measurement.FLUSHES)
    assert rows.wrong >= 7
    assert whole.wrong == 0
    assert min(rows.lost + whole.lost) > 0
