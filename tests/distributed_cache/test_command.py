"""`python -m systemdesign serve distributed_cache`, as a reader types it: what it says, refuses, keeps and leaves."""

import os
import re
import resource
import shlex
import signal
import socket
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager

import pytest
import valkey
from click.testing import CliRunner

from systemdesign.__main__ import main
from systemdesign.distributed_cache.effects import packed

SERVE = [sys.executable, "-m", "systemdesign", "serve", "distributed_cache", "--port", "0"]


def typed(*words):
    return CliRunner().invoke(main, ["serve", "distributed_cache", *map(str, words)])


@contextmanager
def started(*options, room=resource.RLIM_INFINITY, **environment):
    """The command as a process, which is killed after the block if it still runs, and the ports that it listens at.

    It has `room` bytes for each of its files.
    """
    child = subprocess.Popen([*SERVE, *map(str, options)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             env=os.environ | environment,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
    try:
        first = child.stdout.readline()
        child.first = first
        yield child, [int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", first)]
    finally:
        child.kill()
        child.communicate()


def ended(child, number=signal.SIGTERM):
    """The exit code, the last line and what it complained of, after a signal."""
    child.send_signal(number)
    told, complaints = child.communicate(timeout=60)
    return child.returncode, told.splitlines()[-1], complaints


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_in_order_says_what_it_did_and_leaves_no_file(tmp_path, number):
    with started(TMPDIR=str(tmp_path)) as (child, (port,)), valkey.Valkey(port=port) as client:
        client.set("k", "v")
        assert len(list(tmp_path.iterdir())) == 1
        assert ended(child, number) == (0, "Ended. Requests: 3. Keys: 1.", "")  # the library says two things of itself
    assert list(tmp_path.iterdir()) == []


def test_shutdown_ends_it_too(tmp_path):
    with started(TMPDIR=str(tmp_path)) as (child, (port,)):
        with valkey.Valkey(port=port) as client:
            client.shutdown(nosave=True)
        child.communicate(timeout=60)
        assert child.returncode == 0


def test_a_folder_keeps_the_keys_for_the_next_time(tmp_path):
    folder = tmp_path / "new" / "folder"
    for before in (None, b"v"):
        with started("--dir", folder) as (child, (port,)), valkey.Valkey(port=port) as client:
            assert str(folder) in child.first
            assert client.get("k") == before
            client.set("k", "v")
            assert ended(child)[0] == 0
    assert (folder / "appendonly.resp").read_bytes().count(b"SET") == 2


def test_a_torn_end_is_cut_off_and_told(tmp_path):
    whole = packed([[b"SET", b"k", b"v"]])
    (tmp_path / "appendonly.resp").write_bytes(whole + whole[:11])
    with started("--dir", tmp_path) as (child, (port,)), valkey.Valkey(port=port) as client:
        assert "The log's last write was torn: 11 bytes of it were cut off." in child.first
        assert client.get("k") == b"v"


def test_a_damaged_log_is_refused_with_a_way_out_that_works(tmp_path):
    log, whole = tmp_path / "appendonly.resp", packed([[b"SET", b"k", b"v"]])
    log.write_bytes(whole + b"?" + whole)
    told = typed("--port", 0, "--dir", tmp_path)
    assert told.exit_code == 2
    assert f"{log} is damaged: at byte {len(whole)} stands what no server has written." in told.output
    assert log.read_bytes() == whole + b"?" + whole
    command = told.output.rpartition("what comes before: ")[2].split()
    subprocess.run(command, check=True)
    with started("--dir", tmp_path) as (_, (port,)), valkey.Valkey(port=port) as client:
        assert client.get("k") == b"v"


@pytest.mark.parametrize("policy", ["no", "everysec", "always"])
def test_where_there_is_no_room_nothing_is_acknowledged_and_reads_go_on(policy):
    with started("--appendonly", policy, room=3_000) as (_, (port,)), valkey.Valkey(port=port) as client:
        client.set("first", 1_000 * "x")
        client.set("second", 1_000 * "y")
        with pytest.raises(valkey.ConnectionError, match="closed"):
            client.set("third", 1_000 * "z")
        with pytest.raises(valkey.ResponseError, match="cannot be written"):
            client.set("fourth", "a")
        assert client.get("first") == 1_000 * b"x"
        assert client.info("persistence")["aof_last_write_status"] == "err"


def test_a_log_that_has_no_room_any_more_is_written_anew_and_goes_on():
    with started(room=3_000) as (_, (port,)), valkey.Valkey(port=port) as client:
        answered, refused = 0, Counter()
        while answered < 500:  # of 25 bytes or more each
            try:
                answered, before = client.incr("n"), answered
                assert before < answered
            except valkey.ValkeyError as error:
                refused[type(error).__name__] += 1
        assert refused["ConnectionError"] > 0 and not refused.keys() - {"ConnectionError", "ResponseError"}
        assert client.info("persistence")["aof_rewrites"] > 0


def test_two_servers_do_not_share_a_folder(tmp_path):
    with started("--dir", tmp_path):
        told = typed("--port", 0, "--dir", tmp_path)
    assert told.exit_code == 2 and "Choose another folder with --dir" in told.output


def test_a_port_in_use_is_named_and_another_way_shown():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = typed("--port", port)
    assert told.exit_code == 2
    assert f"Port {port} of 127.0.0.1 cannot be had (Address already in use)" in told.output


@pytest.mark.parametrize(("words", "hint"), [
    (("--replicaof", "8018"), "such as 127.0.0.1:8018, and not 8018"),
    (("--replicaof", "127.0.0.1:0"), "such as 127.0.0.1:8018"),
    (("--replicaof", "127.0.0.1:8018", "--cluster", "3"), "not both"),
    (("--cluster", "1"), "--cluster"), (("--appendonly", "daily"), "'everysec'"),
    (("--maxmemory", "much"), "such as 1000000 or 10mb, and not much"),
    (("--dir", "/dev/null/x"), "/dev/null/x cannot be used")])
def test_what_cannot_be_served_ends_with_code_2_and_a_way_out(words, hint):
    told = typed("--port", 0, *words)
    assert told.exit_code == 2
    assert hint in told.output


def test_it_evicts_beyond_the_memory_that_it_is_given():
    with started("--maxmemory", "10kb", "--appendonly", "off") as (_, (port,)), valkey.Valkey(port=port) as client:
        for number in range(200):
            client.set(f"k{number}", 100 * "x")
        assert 20 < client.dbsize() < 100


def test_a_cluster_is_so_many_nodes_in_one_process(tmp_path):
    with started("--cluster", 3, "--dir", tmp_path) as (child, ports):
        assert len(set(ports)) == 3
        with valkey.ValkeyCluster("127.0.0.1", port=ports[1]) as client:
            client.set("foo", "bar")
        assert ended(child)[0] == 0
    assert [(tmp_path / str(node) / "appendonly.resp").stat().st_size > 0 for node in (1, 2, 3)] == [False, False, True]


def test_the_lines_it_shows_can_be_typed():
    with started() as (child, (port,)):
        lines = [child.stdout.readline() for _ in range(3)][1:]
        with valkey.Valkey(port=port) as client:
            client.set("order", "paid")
        typed = lines[1].replace("python", shlex.quote(sys.executable), 1)
        told = subprocess.run(typed, shell=True, capture_output=True, text=True)
    assert f"redis-cli -p {port} SET order paid" in lines[0]
    assert told.stdout == "b'paid'\n"
