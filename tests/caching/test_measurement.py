"""Traces through a real Valkey: its hit ratios are the models', where the models are of its policies."""

import time

import pytest

from systemdesign.caching.eviction import hits, store
from systemdesign.caching.measurement import through_valkey
from systemdesign.engines import available

SMALL = {"keys": 500, "capacity": 100, "count": 6000}
SLOW = {"policy": "allkeys-lru", "count": 6000, "seconds": 120.0}
needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)


@pytest.fixture
def live(way):
    way("live")
    return through_valkey


def at_random(measured, after):
    """The hit ratio of the same trace where any key may go."""
    found = hits(store("RANDOM", round(measured.held), seed=1), measured.plan.trace())[after:]
    return sum(found) / len(found)


@needs_valkey
@pytest.mark.parametrize("policy", ["allkeys-random", "volatile-ttl"])
def test_valkeys_hit_ratio_is_the_models_on_the_same_trace(live, policy):
    measured = live(policy=policy, **SMALL)
    assert 70 < measured.held <= 101
    assert measured.hit_ratio(after=1000) == pytest.approx(measured.modelled(after=1000), abs=0.03)


@needs_valkey
def test_its_lru_counts_in_seconds_and_so_a_fast_trace_is_evicted_at_random(live):
    measured = live(policy="allkeys-lru", **SMALL)
    assert measured.hit_ratio(after=1000) == pytest.approx(at_random(measured, after=1000), abs=0.03)
    assert measured.hit_ratio(after=1000) < measured.modelled(after=1000) - 0.02


@needs_valkey
def test_its_lfu_beats_its_random(live):
    lfu, random = [live(policy=policy, **SMALL).hit_ratio(after=1000) for policy in ("allkeys-lfu", "allkeys-random")]
    assert lfu > random + 0.04


@needs_valkey
def test_a_trace_with_seconds_takes_them(live):
    begin = time.monotonic()
    live(count=40, capacity=20, keys=50, seconds=0.5)
    assert 0.45 < time.monotonic() - begin < 5


def test_spread_over_two_minutes_its_lru_is_the_models_as_recorded(way):
    way("recorded")
    measured = through_valkey(**SLOW)
    assert measured.hit_ratio(after=2000) == pytest.approx(measured.modelled(after=2000), abs=0.015)
    assert measured.hit_ratio(after=2000) > at_random(measured, after=2000) + 0.02


def test_a_long_trace_is_shown_from_its_recording_even_where_valkey_is(monkeypatch):
    monkeypatch.delenv("SYSTEMDESIGN_ENGINES", raising=False)
    assert not through_valkey(**SLOW).live


@needs_valkey
def test_a_kept_measurement_comes_back_as_it_was(way, monkeypatch, tmp_path):
    monkeypatch.setattr(through_valkey.recordings, "path", tmp_path / "recorded.json")
    way("record")
    made = through_valkey(count=200)
    way("recorded")
    found = through_valkey(count=200)
    assert (found.hits, found.held, found.plan) == (made.hits, made.held, made.plan)


def test_a_policy_without_a_model_is_a_mistake():
    with pytest.raises(ValueError, match="no model of the policy 'noeviction'"):
        through_valkey(policy="noeviction")


def test_every_recording_has_an_outcome_for_each_request():
    assert through_valkey.recordings.all()
    for measured in through_valkey.recordings.all():
        assert len(measured.hits) == measured.plan.count
        assert 0.5 * measured.plan.capacity < measured.held <= measured.plan.capacity + 1
