"""What a shell has set for other servers reaches none of ours."""

import asyncio
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from systemdesign.capstone.real_shop import ShopServer
from systemdesign.engines import available
from systemdesign.engines.child.foreign import alone
from systemdesign.engines.child.process import Process
from systemdesign.engines.postgres.server import Postgres
from systemdesign.engines.site.database import PostgreSQL
from systemdesign.engines.valkey.server import connect
from systemdesign.timeline.sorted_sets import SortedSets
from systemdesign.url_shortener.shield import Shield

HOSTILE = {
    "PGHOSTADDR": "127.0.0.9", "PGOPTIONS": "-c default_transaction_read_only=on", "PGSERVICE": "nowhere",
    "PGCHANNELBINDING": "require", "PGREQUIREAUTH": "scram-sha-256", "PGTARGETSESSIONATTRS": "standby",
    "PGCLIENTENCODING": "no_such_encoding", "PGDATA": "/nowhere", "PGPORT": "1",
    "TRAEFIK_ENTRYPOINTS_WEB_ADDRESS": ":1", "REDISCLI_AUTH": "x", "GOGC": "1",
}  # fmt: skip
needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)


@pytest.fixture
def hostile(monkeypatch):
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)


def test_an_engines_program_hears_nothing_of_other_servers(hostile):
    told = Process("env", ["/usr/bin/env"]).finish(10).splitlines()
    names = {line.partition("=")[0] for line in told}
    assert names & HOSTILE.keys() == set() and "PATH" in names


def test_they_are_there_again_afterwards(hostile):
    with pytest.raises(KeyError), alone():
        os.environ["PGPORT"]
    assert os.environ["PGPORT"] == "1"


@needs_postgres
def test_a_database_is_reached_and_written_to_whatever_is_said_of_others(hostile):
    async def written(address):
        async with PostgreSQL(address, "", connections=1) as database:
            await database.write("insert into lamps values (?)", "lamp")
            return await database.read("select name from lamps")

    with Postgres() as server:
        with server.connect() as connection:
            connection.execute("create table lamps (name text)")
        assert asyncio.run(written(server.address)) == ("lamp",)


@pytest.mark.parametrize(
    "made", [connect, lambda port: SortedSets(port).client, lambda port: Shield(port, None, 1, 1).client]
)
def test_a_client_of_valkey_asks_the_address_and_not_a_name(made):
    assert made(1).connection_pool.connection_kwargs["host"] == "127.0.0.1"


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"a page")

    def log_message(self, *args):
        pass


def test_the_shop_on_this_machine_is_asked_past_any_proxy(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.handle_request).start()
        shop = ShopServer.__new__(ShopServer)
        shop.port = server.server_port
        assert shop.ask("") == b"a page"
