"""A real cluster of three: its slots are the model's, its redirections are followed, its moves lose nothing."""

import pytest
import valkey

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.child.installed import available
from systemdesign.engines.valkey.cluster import Follower, ValkeyCluster
from systemdesign.engines.valkey.server import connect
from systemdesign.sharding.slots import slot

KEYS = [f"user:{number}" for number in range(300)]


@pytest.fixture(scope="module")
def engine():
    if not available("valkey"):
        pytest.skip(available("valkey").reason)


@pytest.fixture(scope="module")
def cluster(engine):
    with ValkeyCluster(3) as running:
        yield running


@pytest.fixture
def follower(cluster):
    with Follower(cluster.nodes[0].port) as client:
        yield client


def owner(cluster, number):
    """The node that the engine says has this slot."""
    for start, end, (_, port, *_), *_ in cluster.nodes[0].client.execute_command("CLUSTER SLOTS"):
        if start <= number <= end:
            return next(node for node in cluster.nodes if node.port == port)


def key_of(cluster, node):
    return next(key for key in KEYS if owner(cluster, slot(key)) is node)


def test_the_engine_puts_each_key_into_the_model_s_slot(cluster):
    keys = [*KEYS, "{user:1}:cart", "a{b}c{d}", "{}x", "foo{{bar}}zap", "foo{bar", "}{a}", "é", "123456789"]
    assert {key: cluster.slot(key) for key in keys} == {key: slot(key) for key in keys}


def test_the_slots_are_shared_evenly(cluster):
    found = [owner(cluster, number) for number in (0, 5460, 5461, 10921, 10922, 16383)]
    assert [cluster.nodes.index(node) for node in found] == [0, 0, 1, 1, 2, 2]


def test_a_plain_client_is_told_where_the_slot_lives(cluster):
    first, second, _ = cluster.nodes
    key = key_of(cluster, second)
    with connect(first.port) as client, pytest.raises(valkey.exceptions.ResponseError) as told:
        client.set(key, 1)
    assert str(told.value) == f"MOVED {slot(key)} 127.0.0.1:{second.port}"


def test_a_client_that_follows_is_told_once_for_each_slot(cluster, follower):
    key = key_of(cluster, cluster.nodes[1])
    for number in range(3):
        follower.execute("SET", key, number)
    assert follower.execute("GET", key) == b"2"
    assert [told for _, told in follower.redirected] == [f"MOVED {slot(key)} 127.0.0.1:{cluster.nodes[1].port}"]


def test_other_errors_reach_the_caller(cluster, follower):
    key = key_of(cluster, cluster.nodes[0])
    follower.execute("SET", key, "text")
    with pytest.raises(valkey.exceptions.ResponseError, match="not an integer"):
        follower.execute("INCR", key)


def test_a_key_that_has_gone_ahead_of_its_slot_is_asked_for_this_once(cluster, follower):
    number = slot("gone")
    source = owner(cluster, number)
    target = next(node for node in cluster.nodes if node is not source)
    names = {node: node.client.execute_command("CLUSTER MYID") for node in (source, target)}
    target.client.execute_command("CLUSTER SETSLOT", number, "IMPORTING", names[source])
    source.client.execute_command("CLUSTER SETSLOT", number, "MIGRATING", names[target])
    try:
        with Follower(source.port) as client:
            assert client.execute("GET", "gone") is None
            assert client.execute("GET", "gone") is None
        assert [told for _, told in client.redirected] == [f"ASK {number} 127.0.0.1:{target.port}"] * 2
    finally:
        for node in (target, source):
            node.client.execute_command("CLUSTER SETSLOT", number, "STABLE")


def test_a_client_sent_in_circles_gives_up(cluster):
    class Circling(Follower):
        def _send(self, port, asking, *command):
            raise valkey.exceptions.ResponseError(f"MOVED 1 127.0.0.1:{port}")

    lost = pytest.raises(EngineFailed, match="from node to node")
    with Circling(cluster.nodes[0].port, patience=0.05) as client, lost:
        client.execute("GET", "x")


def test_slots_move_with_all_their_keys(cluster, follower):
    first, second, _ = cluster.nodes
    tag = key_of(cluster, first)
    keys = [f"{{{tag}}}:{number}" for number in range(12)]  # more than one batch
    for key in keys:
        follower.execute("SET", key, key)
    cluster.migrate([slot(tag)], first, second)
    assert owner(cluster, slot(tag)) is second
    assert first.client.execute_command("CLUSTER COUNTKEYSINSLOT", slot(tag)) == 0
    assert [follower.execute("GET", key).decode() for key in keys] == keys
