"""The running server, asked by the clients that people use: it keeps their contract, and its word."""

import asyncio
import os
import socket
import subprocess
import time
from contextlib import ExitStack

import pytest
import redis
import valkey

from systemdesign.distributed_cache.engine import Engine
from systemdesign.distributed_cache.log import POLICIES
from systemdesign.distributed_cache.node import Node
from systemdesign.distributed_cache.running import Small
from systemdesign.distributed_cache.server import Server
from systemdesign.engines import available
from systemdesign.engines.cable.cable import Cable
from systemdesign.engines.child.process import listen
from tests.processes import until

needs_tools = pytest.mark.skipif(not available("redis-cli"), reason=available("redis-cli").reason)
CLIENTS = {"redis-py, version 3": lambda port: redis.Redis(port=port),
           "redis-py, version 2": lambda port: redis.Redis(port=port, protocol=2),
           "valkey-py": lambda port: valkey.Valkey(port=port)}


@pytest.fixture(scope="module")
def server():
    with Small() as running:
        yield running


@pytest.fixture(params=CLIENTS)
def client(request, server):
    with CLIENTS[request.param](server.port) as made:
        made.flushall()
        yield made


def link(node):
    return node.client.info("replication")["master_link_status"]


def cli(port, *words):
    done = subprocess.run([available("redis-cli").program, "-p", str(port), *words], capture_output=True, text=True)
    return (done.stdout + done.stderr).strip()


def test_values_of_every_type_come_back(client):
    assert client.set("s", b"a\r\n\0\xff") and client.get("s") == b"a\r\n\0\xff"
    assert client.rpush("l", "a", "b") == 2 and client.lrange("l", 0, -1) == [b"a", b"b"]
    assert client.sadd("u", "a", "a") == 1 and set(client.smembers("u")) == {b"a"}
    assert client.hset("h", mapping={"f": "v"}) == 1 and client.hgetall("h") == {b"f": b"v"}
    assert client.zadd("z", {"m": 1.5}) == 1
    assert client.zscore("z", "m") == 1.5
    assert client.get("nothing") is None


def test_a_life_ends(client):
    client.set("k", "v", px=30)
    assert 0 < client.pttl("k") <= 30
    until(lambda: client.get("k") is None)


def test_what_nobody_reads_is_removed_all_the_same(client):
    for number in range(50):
        client.set(f"k{number}", "v", px=20)
    until(lambda: client.dbsize() == 0)


def test_errors_are_errors_for_the_client(client):
    client.set("k", "v")
    with pytest.raises((redis.ResponseError, valkey.ResponseError), match="wrong kind of value"):
        client.lpush("k", "x")


def test_a_pipeline_is_answered_in_order_and_a_transaction_at_once(client):
    with client.pipeline(transaction=False) as pipeline:
        for number in range(1000):
            pipeline.set(f"k{number}", number)
            pipeline.get(f"k{number}")
        assert pipeline.execute()[1::2] == [b"%d" % number for number in range(1000)]
    with client.pipeline() as transaction:
        transaction.incr("n").incr("n")
        assert transaction.execute() == [1, 2]


def test_a_watched_key_that_changes_ends_the_transaction(client, server):
    with client.pipeline() as transaction:
        transaction.watch("k")
        server.client.set("k", "other")
        transaction.multi()
        transaction.set("k", "mine")
        with pytest.raises((redis.WatchError, valkey.WatchError)):
            transaction.execute()
    assert client.get("k") == b"other"


def test_a_stream_may_be_cut_at_every_byte(server):
    stream = b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\n\r\n\r\n\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\nPING\r\n"
    for cut in range(1, len(stream)):
        with socket.create_connection(("127.0.0.1", server.port)) as raw:
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            raw.sendall(stream[:cut])
            raw.sendall(stream[cut:])
            assert received(raw, 22) == b"+OK\r\n$4\r\n\r\n\r\n\r\n+PONG\r\n"


def received(raw, size):
    data = b""
    while len(data) < size and (some := raw.recv(size)):
        data += some
    return data


@pytest.mark.parametrize("nonsense", [b"*1\r\n$-5\r\n", b"*x\r\n", b"*1\r\n:5\r\n", b'SET "k\r\n'])
def test_nonsense_is_named_and_ends_the_connection_and_no_other(server, nonsense):
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(b"PING\r\n" + nonsense + b"PING\r\n")
        told = received(raw, 10_000)
    assert told.startswith(b"+PONG\r\n-ERR Protocol error") and told.count(b"\r\n") == 2
    assert server.client.ping()


def test_who_does_not_read_its_answers_holds_up_nobody(server):
    server.client.set("big", 100_000 * b"x")
    with socket.create_connection(("127.0.0.1", server.port)) as deaf:
        deaf.setblocking(False)
        for _ in range(200):
            try:
                deaf.send(100 * b"GET big\r\n")
            except BlockingIOError:
                break
        begun = time.monotonic()
        assert server.client.ping()
        assert time.monotonic() - begun < 5


@needs_tools
def test_redis_cli_says_what_it_says_of_redis(server):
    assert cli(server.port, "SET", "order", "paid") == "OK"
    assert cli(server.port, "GET", "order") == "paid"
    assert cli(server.port, "LPUSH", "order", "x").startswith("WRONGTYPE Operation against a key")
    assert cli(server.port, "NOSUCH").startswith("ERR unknown command 'NOSUCH'")
    assert cli(server.port, "-3", "HSET", "h", "f", "v") == "1"
    assert "role:master" in cli(server.port, "INFO")


@needs_tools
def test_redis_benchmark_runs_through_all_its_tests(server):
    command = [available("redis-benchmark").program, "-p", str(server.port), "-n", "300", "-P", "4", "--csv"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and "rror" not in done.stdout + done.stderr
    assert len(done.stdout.splitlines()) > 18


@pytest.mark.parametrize("policy", POLICIES)
def test_a_kill_takes_nothing_that_was_answered(policy):
    with Small(appendonly=policy) as server:
        for _ in range(200):
            answered = server.client.incr("n")
        server.client.rpush("l", "a", "b")
        server.kill()
        server.start()
        assert int(server.client.get("n")) == answered == 200
        assert server.client.lrange("l", 0, -1) == [b"a", b"b"]


def test_one_client_too_many_is_told_so_and_the_others_stay(tmp_path):
    async def said(port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"PING\r\n")
        return await reader.read(60), writer

    async def main():
        with listen() as listening:
            port = listening.getsockname()[1]
            server = Server(Node(Engine(), time.time), port, tmp_path / "dump", most=1)
            serving = asyncio.ensure_future(server.serve(listening))
            first, writer = await said(port)
            second, other = await said(port)
            writer.close()
            other.close()
            serving.cancel()
            return first, second

    assert asyncio.run(main()) == (b"+PONG\r\n", b"-ERR max number of clients reached\r\n")


def test_what_was_rewritten_and_saved_is_found_again():
    with Small() as server:
        for _ in range(300):
            server.client.incr("n")
        server.client.bgrewriteaof()
        until(lambda: server.client.info("persistence")["aof_rewrites"] == 1)
        assert server.client.info("persistence")["aof_current_size"] < 60
        server.client.incr("n")
        server.kill()
        server.start()
        assert server.client.get("n") == b"301"


def test_a_snapshot_is_found_where_there_is_no_log():
    with Small(appendonly="off") as server:
        server.client.set("k", "v")
        assert server.client.save()
        server.client.set("late", "v")
        server.kill()
        server.start()
        assert (server.client.get("k"), server.client.get("late")) == (b"v", None)


def test_a_log_begins_with_the_snapshot_of_a_server_that_had_none():
    with Small(appendonly="off") as server:
        server.client.set("k", "v")
        server.client.save()
        server.kill()
        server.options["appendonly"] = "always"
        server.start()
        server.client.set("l", "w")
        server.kill()
        os.remove(f"{server.folder}/dump.resp")
        server.start()
        assert (server.client.get("k"), server.client.get("l")) == (b"v", b"w")


def test_a_replica_catches_up_after_a_cut_and_takes_over():
    with ExitStack() as stack:
        primary = stack.enter_context(Small())
        cable = stack.enter_context(Cable(primary.port))
        primary.client.set("early", "v")
        replica = stack.enter_context(Small(replicaof=f"127.0.0.1:{cable.port}"))
        until(lambda: link(replica) == "up")
        assert replica.client.get("early") == b"v"
        primary.client.incr("n")
        assert primary.client.wait(1, 10_000) == 1
        cable.cut()
        primary.client.incr("n")
        assert primary.client.wait(1, 30) == 0
        cable.mend()
        assert primary.client.wait(1, 10_000) == 1
        with pytest.raises(valkey.exceptions.ReadOnlyError):
            replica.client.incr("n")
        primary.kill()
        assert replica.client.replicaof("NO", "ONE")
        assert replica.client.incr("n") == 3


def test_a_replica_whose_connection_is_cut_comes_again_and_needs_no_copy():
    with Small() as primary, Small(replicaof=f"127.0.0.1:{primary.port}") as replica:
        until(lambda: link(replica) == "up")
        primary.client.set("a", "1")
        replica.client.replicaof("127.0.0.1", primary.port)
        primary.client.set("b", "2")
        until(lambda: replica.client.get("b") == b"2")
        told = primary.client.info("stats")
        assert (told["sync_full"], told["sync_partial_ok"]) == (1, 1)


def test_a_replica_whose_primary_is_away_waits_for_it():
    with Small() as primary:
        primary.kill()
        with Small(replicaof=f"127.0.0.1:{primary.port}") as replica:
            assert link(replica) == "down"
            primary.start()
            primary.client.set("k", "v")
            until(lambda: replica.client.get("k") == b"v")


@pytest.mark.parametrize("make", [redis.RedisCluster, valkey.ValkeyCluster])
def test_a_cluster_s_clients_find_the_nodes(cluster, make):
    with make("127.0.0.1", port=cluster[0]) as client:
        for number in range(60):
            client.set(f"k{number}", number)
        assert [client.get(f"k{number}") for number in range(60)] == [b"%d" % number for number in range(60)]
    shares = []
    for port in cluster:
        with redis.Redis(port=port) as node:
            shares.append(node.dbsize())
    assert sum(shares) == 60 and min(shares) > 5


@pytest.fixture(scope="module")
def cluster():
    """The ports of three nodes in one process."""
    with Small(cluster=3) as first:
        yield [node[2] for node in sorted(slots(first))]


def slots(node):
    return [(first, last, home[1]) for first, last, home, *_ in node.client.execute_command("CLUSTER SLOTS")]


@needs_tools
def test_redis_cli_follows_a_cluster_and_finds_it_in_order(cluster):
    assert cli(cluster[0], "GET", "foo") == f"MOVED 12182 127.0.0.1:{cluster[2]}"
    assert cli(cluster[0], "-c", "SET", "foo", "bar") == "OK"
    assert cli(cluster[1], "-c", "GET", "foo") == "bar"
    assert "All 16384 slots covered" in cli(cluster[0], "--cluster", "check", f"127.0.0.1:{cluster[0]}")


def test_a_node_names_the_owner_and_refuses_what_lies_apart(cluster):
    with redis.Redis(port=cluster[0]) as node:
        with pytest.raises(redis.ResponseError, match="same slot"):
            node.mset({"a": 1, "b": 2})
        assert node.cluster("KEYSLOT", "{user1000}.following") == 3443
        assert len(node.cluster("NODES")) == 3
