"""A gateway: who may call, how often, where it goes, and what is answered where something is wrong."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.api_gateway.bucket import Bucket
from systemdesign.api_gateway.measurement import BUCKET
from systemdesign.engines import EngineFailed, available
from systemdesign.engines.gateway import server
from systemdesign.engines.gateway.caller import Caller, said
from systemdesign.engines.gateway.limits import EachItsOwn, ReadThenWrite, limits
from systemdesign.engines.gateway.server import Estate, Gateway
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.http.server import WebServer
from systemdesign.engines.valkey.server import Valkey

needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)
needs_all = pytest.mark.skipif(not all(map(available, ("rest", "jwt", "valkey"))), reason="a gateway's wheels")
RATE, BURST, HUNDRED = 0.01, 3, 100.0  # a second, requests, and the seconds from a token to the next
STORED = ("read, then write", "in one step")


class Slow:
    """A store for `ReadThenWrite` that takes a second to read and one to write, on the loop of virtual time."""

    def __init__(self):
        self.kept = {}

    def pipeline(self, transaction):
        return self

    def time(self):
        return self

    def get(self, client):
        self.asked = client
        return self

    async def execute(self):
        read = self.kept.get(self.asked)
        await asyncio.sleep(1.0)
        return (1000, 250_000), read

    async def set(self, client, value, px):
        await asyncio.sleep(1.0)
        self.kept[client] = value


def test_who_reads_before_another_writes_spends_the_same_token():
    async def main():
        limit = ReadThenWrite(Slow(), Bucket(RATE, 1))
        together = await asyncio.gather(*(limit.take("ann") for _ in range(5)))
        return together, await limit.take("ann"), await limit.take("bob")

    assert run(main()) == ([0.0] * 5, pytest.approx(HUNDRED), 0.0)


def test_a_bucket_in_memory_is_one_gateway_s():
    here, there = (EachItsOwn(Bucket(RATE, 1)) for _ in range(2))

    async def main():
        return [await gateway.take("ann") > 0 for gateway in (here, here, there)]

    assert run(main()) == [False, True, False]


@pytest.fixture(scope="module")
def store():
    with Valkey() as running:
        yield running


def taken(store, use):
    """What an async function makes of the three limits on this Valkey, with nothing in it."""
    from valkey.asyncio import Valkey as Client

    async def main():
        async with Client(port=store.port) as client:
            return await use(limits(client, Bucket, RATE, BURST))

    store.client.flushall()
    return in_thread(main)


@needs_valkey
@pytest.mark.parametrize("way", STORED)
def test_a_client_may_ask_so_often_and_is_told_how_long_to_wait(store, way):
    async def use(limits):
        return [await limits[way].take(client) for client in ("ann", "ann", "bob", "ann", "ann")]

    *admitted, wait = taken(store, use)
    assert admitted == [0.0] * 4
    assert HUNDRED - 5 < wait <= HUNDRED


@needs_valkey
@pytest.mark.parametrize("way", STORED)
def test_a_refusal_writes_nothing_and_a_full_bucket_is_forgotten(store, way):
    async def use(limits):
        for _ in range(BURST):
            await limits[way].take("ann")
        before = store.client.get("ann")
        await limits[way].take("ann")
        return before

    assert taken(store, use) == store.client.get("ann")
    assert BURST * HUNDRED - 5 < store.client.pttl("ann") / 1000 <= BURST * HUNDRED


@needs_valkey
def test_in_one_step_nobody_spends_another_s_token(store):
    async def use(limits):
        return await asyncio.gather(*(limits["in one step"].take("ann") for _ in range(40)))

    assert taken(store, use).count(0.0) == BURST


@needs_valkey
def test_in_one_step_the_clock_is_the_store_s(store, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 0.0)
    monkeypatch.setattr("time.monotonic", lambda: 0.0)
    store.client.flushall()
    limit = limits(store.client, Bucket, RATE, BURST)["in one step"]
    limit.script(keys=["ann"], args=[limit.token, limit.burst])
    seconds, rest = store.client.time()
    assert 0 <= seconds + rest / 1e6 + HUNDRED - int(store.client.get("ann")) / 1e6 < 5


@pytest.fixture(scope="module")
def key():
    from systemdesign.engines.gateway.tokens import new_key

    return new_key()


@pytest.fixture(scope="module")
def settings(key):
    from systemdesign.engines.gateway.tokens import AUDIENCE, public_pem

    return {"key": public_pem(key), "audience": AUDIENCE, "bucket": BUCKET, "rate": RATE, "burst": BURST}


@pytest.fixture(scope="module")
def estate(settings):
    routes = {"/api": ("site", "in one step"), "/api/users": ("users", "in one step"),
              "/api/users/admin": ("admin", "each its own"), "/two": ("site", "read, then write")}
    with Estate(routes, gateways=2, **settings) as estate:
        yield estate


@pytest.fixture
def ask(estate, key):
    """Ask a gateway for paths, one after the other, with a token of this subject's."""
    from systemdesign.engines.gateway.tokens import token

    def ask(subject, *paths, gateway=0, **said):
        async def main():
            caller = Caller(estate.ports[gateway], token(key, subject=subject, **said))
            answers = [await caller.ask(path) for path in paths]
            caller.close()
            return answers

        return in_thread(main)

    return ask


@needs_all
def test_the_longest_prefix_of_whole_segments_decides(ask):
    paths = {"/api": "site", "/api/usersettings": "site", "/api/users": "users", "/api/users/17?a=/b": "users",
             "/api/users/administrator": "users", "/api/users/admin/": "admin"}
    assert {path: ask(path, path)[0][2] for path in paths} == paths


@needs_all
@pytest.mark.parametrize("path", ["/", "/ap", "/apis", "/api/../two", "/api/users/%2e%2e/admin", "/api/./users"])
def test_other_paths_and_those_that_climb_are_404(ask, path):
    assert ask("ann", path)[0][0] == 404


@needs_all
def test_what_is_refused_before_the_limit_costs_nothing(ask):
    assert [answer[0] for answer in ask("eve", *["/none"] * 4)] == [404] * 4
    assert [answer[0] for answer in ask("eve", *["/api"] * 4, left=-5)] == [401] * 4
    answers = ask("eve", *["/api"] * 4)
    assert [answer[0] for answer in answers] == [200, 200, 200, 429]
    assert HUNDRED - 5 <= int(said(answers[-1][1], "Retry-After")) <= HUNDRED
    assert ask("eve", "/api/users")[0][0] == 200  # each route has a limit of its own


@needs_all
@pytest.mark.parametrize(("path", "more"), [("/api", 0), ("/two", 0), ("/api/users/admin", BURST)])
def test_two_gateways_share_what_is_in_valkey_and_not_what_each_has(ask, path, more):
    assert [answer[0] for answer in ask("kim", *[path] * 4)] == [200, 200, 200, 429]
    assert [answer[0] for answer in ask("kim", *[path] * 4, gateway=1)].count(200) == more


@needs_all
def test_a_gateway_s_work_is_counted(estate, ask):
    before = estate.worked()
    ask("lee", *["/none"] * 200)
    assert before + 0.01 < estate.worked() < before + 20


@needs_all
def test_a_gateway_that_does_not_start_says_why(settings):
    broken = {**settings, "key": "no key", "routes": {}, "store": 1}
    with Gateway(**broken) as gateway, pytest.raises(EngineFailed, match="PEM"):
        gateway.wait()


@needs_all
def test_afterwards_the_processes_are_gone(settings):
    with Estate({"/": ("site", "in one step")}, **settings) as gone:
        children = [gone.started[0].process, gone.back_ends["site"].process, gone.valkey.process]
        assert all(child.running for child in children)
    assert not any(child.running for child in children)


@needs_all
def test_where_a_gateway_does_not_start_nothing_else_is_left(settings, monkeypatch, tmp_path):
    broken, started = tmp_path / "gate.py", []
    broken.write_text("exit('closed today')")
    monkeypatch.setattr(server, "GATE", broken)
    monkeypatch.setattr(server, "WebServer", lambda name: started.append(WebServer(name)) or started[-1])
    with pytest.raises(EngineFailed, match="closed today"):
        Estate({"/": ("site", "in one step")}, **settings).__enter__()
    assert [one.process.running for one in started] == [False]
