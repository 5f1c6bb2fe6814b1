import socket
from dataclasses import replace
from pathlib import Path

import pytest

from systemdesign.engines import EngineFailed, EngineMissing, available
from systemdesign.engines.child import ports
from systemdesign.engines.child.installed import ENGINES
from systemdesign.engines.valkey.server import Valkey

needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)


@pytest.fixture(scope="module")
def running():
    with Valkey() as running:
        yield running


def test_without_the_wheel_it_cannot_be_started(monkeypatch):
    monkeypatch.setitem(ENGINES, "valkey", replace(ENGINES["valkey"], path="no_such_wheel:path"))
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
    offered = iter([running.port, ports.free_port(55_535)])
    monkeypatch.setattr(ports, "free_port", lambda highest: next(offered))
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


@needs_valkey
def test_it_is_not_ready_while_it_still_reads_its_file(running, monkeypatch):
    told = running.client.info("server", "persistence")
    assert told["loading"] == 0
    monkeypatch.setattr(type(running.client), "info", lambda client, *sections: {**told, "loading": 1})
    assert not running.ready()


def test_its_port_leaves_room_for_a_clusters_bus(monkeypatch):
    wanted = []
    monkeypatch.setattr(ports, "free_port", lambda highest: wanted.append(highest) or 0)
    monkeypatch.setattr(Valkey, "start", lambda self: None)
    with Valkey():
        assert wanted == [55_535]
