import asyncio
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from systemdesign.engines import EngineFailed, EngineMissing, available
from systemdesign.engines.child.installed import ENGINES
from systemdesign.engines.nats.server import Nats

needs_nats = pytest.mark.skipif(not available("nats"), reason=available("nats").reason)


@pytest.fixture(scope="module")
def running():
    with Nats() as running:
        yield running


def on(server, use):
    """What an async function makes of a connection to the server."""

    async def used():
        connection = await server.connect()
        try:
            return await use(connection)
        finally:
            await connection.close()

    return asyncio.run(used())


async def there(connection):
    """The names of the streams that are kept."""
    return [stream.config.name for stream in await connection.jetstream().streams_info()]


def keep(name):
    async def add(connection):
        await connection.jetstream().add_stream(name=name, subjects=[name])

    return add


def test_without_the_wheel_it_cannot_be_started(monkeypatch):
    monkeypatch.setitem(ENGINES, "nats", replace(ENGINES["nats"], path="no_such_wheel:path"))
    with pytest.raises(EngineMissing, match="NATS is not installed"):
        Nats()


@needs_nats
def test_what_is_published_comes_to_who_listens(running):
    async def talk(connection):
        heard = await connection.subscribe("lamps")
        await connection.publish("lamps", b"a lamp")
        return (await heard.next_msg(timeout=10)).data

    assert on(running, talk) == b"a lamp"


@needs_nats
def test_it_listens_to_this_machine_only(running):
    with pytest.raises((ConnectionRefusedError, TimeoutError)):
        socket.create_connection(("127.0.0.2", running.port), timeout=1)


@needs_nats
def test_two_run_side_by_side_with_streams_of_their_own(running):
    with Nats() as other:
        on(other, keep("other"))
        assert on(other, there) == ["other"]
        assert "other" not in on(running, there)


@needs_nats
def test_it_tells_its_own_settings_and_takes_others():
    with Nats(max_file_store=50_000_000) as small:
        assert small.settings()["max_storage"] == 50_000_000
        assert small.settings()["sync_interval"] == 120e9


@needs_nats
def test_a_proxy_for_other_machines_is_not_asked_about_this_one(running, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert "sync_interval" in running.settings()


@needs_nats
def test_a_mistake_in_the_settings_is_shown_in_its_own_words():
    with pytest.raises(EngineFailed, match=r"NATS ended with exit code 1(.|\n)*error parsing sync_interval"):
        Nats(sync_interval="soon").__enter__()


@needs_nats
def test_killed_and_started_again_it_has_its_port_and_its_streams():
    with Nats() as server:
        on(server, keep("kept"))
        port = server.port
        server.kill()
        assert not server.ready()
        server.start()
        assert server.port == port
        assert on(server, there) == ["kept"]


@needs_nats
def test_it_is_not_ready_before_it_says_where_it_listens(running):
    told = Path(running.folder, f"nats-server_{running.process.pid}.ports")
    text = told.read_text()
    try:
        for unfinished in ("", text[:9]):
            told.write_text(unfinished)
            assert not running.ready()
    finally:
        told.write_text(text)
    assert running.ready()


@needs_nats
def test_a_connection_that_is_cut_is_lost_and_says_so_once(caplog):
    from nats.errors import ConnectionClosedError

    async def talk(connection):
        server.kill()
        while not connection.is_closed:
            await asyncio.sleep(0.001)
        with pytest.raises(ConnectionClosedError):
            await connection.publish("lamps", b"a lamp")

    with Nats() as server:
        on(server, talk)
    assert caplog.text == ""


@needs_nats
def test_afterwards_its_folder_and_its_port_are_free():
    with Nats() as gone:
        folder, port = Path(gone.folder), gone.port
        assert folder.is_dir()
    assert not folder.exists()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
