"""Plans through a real HAProxy: the model predicts who answers each request, and when."""

import pytest

from systemdesign import run
from systemdesign.engines import available
from systemdesign.load_balancing.measurement import Measurement, measure, modelled
from systemdesign.load_balancing.plan import FarmPlan
from systemdesign.load_balancing.policies import RoundRobin
from systemdesign.sim.farm import farm
from systemdesign.sim.workload import recorded

needs_haproxy = pytest.mark.skipif(not available("haproxy"), reason=available("haproxy").reason)


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
def test_a_kept_measurement_comes_back_as_it_was(way, monkeypatch, tmp_path):
    monkeypatch.setattr(measure.recordings, "path", tmp_path / "recorded.json")
    small = {"count": 60, "service": 0.004, "servers": 2, "interval": 0.05, "load": 0.5, "kill": 0.1}
    way("record")
    kept = measure(**small)
    way("recorded")
    found = measure(**small)
    assert (kept.live, found.live) == (True, False)
    assert list(found.trace.latency) == pytest.approx(list(kept.trace.latency), abs=5.1e-6)
    assert (found.trace.by, found.trace.outcome) == (kept.trace.by, kept.trace.outcome)
    assert (found.sent, found.plan) == (kept.sent, kept.plan)
    assert found.detection == pytest.approx(kept.detection, abs=1e-3)


def test_a_recording_tells_who_answered_and_who_failed():
    found = {"sent": {"s1": 2, "s2": 0}, "changes": [[0.5, "s2", "DOWN"]], "latency_ms": [20.5, 1.0], "by": [1, None],
             "errors": {"HTTP 503": [1]}}
    measured = Measurement.from_json(found, plan=FarmPlan(count=2, servers=2), made={})
    assert measured.trace.counts() == {"s1": 1}
    assert measured.trace.errors() == {"HTTP 503": 1}
    assert measured.trace.mean() == 0.0205
    assert measured.to_json() == found


def test_a_server_that_never_went_down_was_never_detected():
    assert Measurement([], {}, [(1.2, "s1", "UP 1/2")], plan=FarmPlan(kill=1.0), made={}).detection is None


def test_every_recording_answers_all_of_its_requests_plausibly():
    assert measure.recordings.all()
    for measured in measure.recordings.all():
        trace = measured.trace
        assert len(trace) == measured.plan.count
        shortest = [latency - work for latency, work, outcome in zip(trace.latency, measured.works, trace.outcome)
                    if outcome is None]
        assert min(shortest) > 0  # nobody was served in less time than the work takes


def test_the_model_gets_the_same_requests_and_waits_about_as_long():
    for measured in measure.recordings.all():
        plan = measured.plan
        if not plan.faults and plan.clients is None and plan.mode == "http":
            model = run(modelled(plan))
            assert sorted(model.arrived) == pytest.approx(plan.arrivals())
            assert measured.trace.mean() == pytest.approx(model.mean(), rel=0.5)
