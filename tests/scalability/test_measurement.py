"""Real workers that share a machine, an interpreter or a row."""

import os
import sys

import pytest

from systemdesign.engines import available
from systemdesign.scalability.measurement import CountPlan, RowPlan, counted, hot_row
from tests.quiet import quietly

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
needs_two = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two processors")
SIZES = (1, 2, 4, 8, 16, 32, 64, 96)
GIL = getattr(sys, "_is_gil_enabled", lambda: True)()


@pytest.fixture
def live(way):
    way("live")


@needs_postgres
def test_many_clients_wait_for_one_row_and_not_for_many(live):
    one, many = (quietly(lambda rows=rows: hot_row(clients=(1, 32), rows=rows)).speedups[1] for rows in (1, 1000))
    assert one < 11  # a tenth of each job is done under the lock, and by one client at a time
    assert many > 1.3 * one


@needs_postgres
def test_each_commit_adds_one_to_one_of_the_rows_asked_for(live, monkeypatch):
    seen = []

    def counting(server, script, clients, seconds):
        found = bench(server, script, clients, seconds)
        with server.connect() as connection:
            seen.append(connection.execute("select sum(balance), count(*) from account where balance > 0").fetchone())
        done.append(len(found.latencies))
        return found

    from systemdesign.scalability import measurement
    bench, done = measurement.bench, []
    monkeypatch.setattr(measurement, "bench", counting)
    hot_row(clients=(2,), rows=3, alone=0.001, held=0.001)
    assert seen == [(done[0], 3)]


@needs_two
def test_two_processes_count_further_than_two_threads_under_one_lock(live):
    found = quietly(counted)
    assert found.processes[0] == found.threads[0] == 1.0
    assert found.gil == GIL
    if GIL:
        assert found.threads[1] < 1.6
        assert found.processes[1] > found.threads[1]


@pytest.mark.parametrize("rows", [0, 1001])
def test_only_rows_that_the_table_has_can_be_chosen(rows):
    with pytest.raises(ValueError, match=f"1 to 1000 rows to choose from, not {rows}"):
        RowPlan(rows=rows)


def test_long_series_are_shown_from_their_recordings_even_where_postgresql_is(monkeypatch):
    monkeypatch.delenv("SYSTEMDESIGN_ENGINES", raising=False)
    assert not hot_row(clients=SIZES, seconds=4).live


def test_every_recording_has_a_number_for_each_setting():
    assert hot_row.recordings.all()
    for found in hot_row.recordings.all():
        assert len(found.rates) == len(found.plan.clients)
        assert min(found.rates) > 0
    assert counted.recordings.all()
    for found in counted.recordings.all():
        assert len(found.processes) == len(found.threads) == len(found.plan.workers)


def test_the_recorded_row_has_a_peak_and_the_recorded_rows_go_on():
    one, many = (hot_row.recordings.find(RowPlan(clients=SIZES, rows=rows, seconds=4)) for rows in (1, 1000))
    assert 7 < max(one.speedups) < 11
    assert one.speedups[-1] < 0.8 * max(one.speedups)
    assert many.speedups[-1] > 3 * max(one.speedups)


def test_the_recorded_processes_use_two_processors_and_the_threads_one():
    found = next(found for found in counted.recordings.all() if found.plan == CountPlan())
    assert found.gil
    assert found.processes[1] > 1.4
    assert max(found.threads) < 1.3
