"""Slots of a real cluster that move under load: nothing is lost, and the clients are told."""

import pytest

from systemdesign.engines import available
from systemdesign.engines.valkey.cluster import ValkeyCluster
from systemdesign.sharding.measurement import reshard
from systemdesign.sharding.slots import slot
from systemdesign.sharding.writer import Writer

needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)


@pytest.fixture(scope="module")
def resharded():
    if not available("valkey"):
        pytest.skip(available("valkey").reason)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYSTEMDESIGN_ENGINES", "live")
        return reshard(tenants=60, orders=10, slots=15)


@needs_valkey
def test_a_writer_notices_what_was_lost_and_keeps_no_failure_to_itself():
    with ValkeyCluster(3) as cluster:
        writer = Writer(cluster.nodes[0].port, ["lost:1", "lost:2", "lost:3"])
        assert writer.lost() == 0
        writer.client.execute("DEL", "lost:2")
        writer.acknowledged["lost:3"] = 5
        assert writer.lost() == 2
        writer.client.execute = None
        writer.start()
        with pytest.raises(TypeError):
            writer.stop()
        writer.close()


def test_nothing_is_lost_while_slots_move_under_load(resharded):
    assert resharded.lost == 0
    assert resharded.acknowledged > 1000
    assert resharded.slots == {key: slot(key) for key in resharded.slots}
    assert len(resharded.slots) == 60


def test_the_tenants_of_the_slots_move_and_no_others(resharded):
    moved = sorted(number for number in set(resharded.slots.values()) if number < 5461)[:15]
    assert resharded.moved_keys == 10 * sum(number in moved for number in resharded.slots.values())


def test_each_client_is_told_of_most_slots_that_moved(resharded):
    assert 15 < sum(resharded.moved) <= 2 * 15
    assert any(told.startswith("MOVED") for told in resharded.told)


def test_the_counts_are_those_of_the_whole_time(resharded):
    whole = len(resharded.writes) * resharded.width
    assert whole == pytest.approx(resharded.seconds + 0.6, abs=0.3)
    assert 0.8 < sum(resharded.writes) / resharded.acknowledged <= 1


def test_a_measurement_survives_its_recording(resharded):
    again = type(resharded).from_json(resharded.to_json(), plan=resharded.plan, made=resharded.made)
    assert (again.live, resharded.live) == (False, True)
    assert (again.story, again.slots, again.writes) == (resharded.story, resharded.slots, resharded.writes)


def test_the_chapter_s_move_is_recorded(monkeypatch):
    monkeypatch.setenv("SYSTEMDESIGN_ENGINES", "recorded")
    recorded = reshard(tenants=300, orders=20, slots=60)
    assert (recorded.live, recorded.lost, recorded.moved_keys) == (False, 0, 1200)
    assert recorded.slots == {key: slot(key) for key in recorded.slots}
