"""Requests at random to a real PostgreSQL: they wait as long as the model of one queue says."""

import pytest

from systemdesign.engines import available
from systemdesign.latency_and_queues.measurement import POINTS, QueuePlan, one_queue, paced, thinned
from systemdesign.theory.queues import pollaczek_khinchine
from tests.quiet import quietly

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)


@pytest.fixture
def live(way):
    way("live")
    return lambda **asked: quietly(lambda: paced(**asked))


def test_without_a_queue_a_request_takes_its_service():
    assert list(one_queue([0.0, 1.0, 2.0], 0.5, 1)) == [0.5, 0.5, 0.5]


def test_one_server_takes_them_one_after_the_other_and_two_share_them():
    assert list(one_queue([0.0, 0.0, 0.0, 10.0], 1.0, 1)) == [1.0, 2.0, 3.0, 1.0]
    assert list(one_queue([0.0, 0.0, 0.0, 10.0], 1.0, 2)) == [1.0, 1.0, 2.0, 1.0]


def test_thinned_values_keep_the_shape_and_few_are_all_kept():
    assert thinned(list(range(1, 1001)), points=4) == [125, 375, 625, 875]
    assert thinned([1, 2, 3], points=4) == [1, 2, 3]


@needs_postgres
def test_requests_at_random_wait_as_in_the_model_of_one_queue(live):
    found = live(rate=36, seconds=3)
    assert 0.5 * found.modelled < found.mean < 2 * found.modelled  # the recordings say it within a tenth
    assert found.mean > 1.2 * found.service
    assert found.service >= 0.02
    assert found.utilisation > 0.5
    assert found.median < found.mean < found.p99


@needs_postgres
def test_a_closed_loop_is_always_busy_and_never_waits(live):
    found = live(rate=0, seconds=1)
    assert found.utilisation > 0.9
    assert found.mean == found.service == found.modelled


@needs_postgres
def test_exponential_work_varies_as_much_as_its_mean(live):
    equal, spread = (live(rate=0, seconds=1, work=0.01, spread=spread) for spread in ("equal", "exponential"))
    assert equal.cv2 < 0.2
    assert 0.4 < spread.cv2 < 2  # of about 90 draws


@needs_postgres
def test_several_clients_are_several_servers(live):
    found = live(rate=72, seconds=2, clients=2)
    assert found.throughput > 50  # more than one could serve
    assert 0.5 * found.modelled < found.mean < 2 * found.modelled


@needs_postgres
def test_a_kept_measurement_comes_back_as_it_was(way, monkeypatch, tmp_path):
    monkeypatch.setattr(paced.recordings, "path", tmp_path / "recorded.json")
    way("record")
    made = paced(rate=50, seconds=1, work=0.001)
    way("recorded")
    found = paced(rate=50, seconds=1, work=0.001)
    assert (made.live, found.live) == (True, False)
    assert found.to_json() == made.to_json()


def test_a_long_measurement_is_shown_from_its_recording_even_where_postgresql_is(monkeypatch):
    monkeypatch.delenv("SYSTEMDESIGN_ENGINES", raising=False)
    assert not paced(rate=36, seconds=600).live


def test_a_spread_without_a_script_is_a_mistake():
    with pytest.raises(ValueError, match="no spread of the work is called 'wide'; there are equal, exponential"):
        QueuePlan(spread="wide")


def test_every_recording_is_in_order_and_of_the_size_that_was_asked_for():
    assert paced.recordings.all()
    for found in paced.recordings.all():
        assert found.times == sorted(found.times)
        assert len(found.times) == min(POINTS, found.requests)
        if found.plan.rate:
            due = found.plan.rate * found.plan.seconds
            assert abs(found.requests - due) < 4 * due ** 0.5 + 1


def test_the_model_of_one_queue_has_the_recorded_means_of_equal_work():
    for found in paced.recordings.all():
        if found.plan.spread == "equal":
            assert found.mean == pytest.approx(found.modelled, rel=0.1)


def test_minutes_at_random_come_near_the_formula():
    for found in paced.recordings.all():
        if found.plan.rate and found.plan.seconds >= 120:
            wait = pollaczek_khinchine(found.utilisation, found.cv2, found.service)
            assert found.mean == pytest.approx(wait + found.service, rel=0.3)
