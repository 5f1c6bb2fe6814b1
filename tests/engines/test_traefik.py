import re
import socket
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest

from systemdesign.engines import EngineFailed, EngineMissing, available
from systemdesign.engines.child import ports as port_choice
from systemdesign.engines.child.installed import ENGINES
from systemdesign.engines.traefik.proxy import Traefik

needs_traefik = pytest.mark.skipif(not available("traefik"), reason=available("traefik").reason)


def servers(*ports):
    return {"loadBalancer": {"servers": [{"url": f"http://127.0.0.1:{port}"} for port in ports]}}


def everything_to(name, **options):
    return {"everything": {"rule": "PathPrefix(`/`)", "service": name, **options}}


def get(proxy, path="/"):
    """The status, and what the answer says."""
    try:
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{proxy.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.fixture(scope="module")
def running(ports):
    """A proxy whose routes are /first, with a limit, and, for the rest, the other two servers in turn."""
    routers = everything_to("others") | {"first": {
        "rule": "PathPrefix(`/first`)", "service": "first", "middlewares": ["limit"]}}
    limit = {"limit": {"rateLimit": {"average": 1, "period": "1h", "burst": 2}}}
    services = {"first": servers(ports["s1"]), "others": servers(ports["s2"], ports["s3"])}
    with Traefik(routers, services, middlewares=limit) as running:
        yield running


def test_without_the_wheel_it_cannot_be_started(monkeypatch):
    monkeypatch.setitem(ENGINES, "traefik", replace(ENGINES["traefik"], path="no_such_wheel:path"))
    with pytest.raises(EngineMissing, match="Traefik is not installed"):
        Traefik({}, {})


@needs_traefik
def test_it_takes_a_request_where_its_routes_say_and_applies_their_middleware(running):
    assert [get(running, "/first") for _ in range(3)] == [(200, "s1"), (200, "s1"), (429, "Too Many Requests")]


@needs_traefik
def test_the_servers_of_a_service_take_turns(running):
    assert sorted(get(running)[1] for _ in range(4)) == ["s2", "s2", "s3", "s3"]


@needs_traefik
def test_it_listens_to_this_machine_only(running):
    with pytest.raises((ConnectionRefusedError, TimeoutError)):
        socket.create_connection(("127.0.0.2", running.port), timeout=1)


@needs_traefik
def test_two_run_side_by_side_and_neither_is_taken_for_the_other(running):
    with Traefik({}, {}) as other:
        assert get(other) == (404, "404 page not found\n")
        assert other.ready()
        other.port = running.port
        assert not other.ready()


@needs_traefik
@pytest.mark.parametrize(("routers", "services", "words"), [
    ({"r": {"rul": "PathPrefix(`/`)"}}, {"s": servers(9)}, "field not found, node: rul"),
    ({"r": {"rule": "Sometimes(`/`)", "service": "s"}}, {"s": servers(9)}, "unsupported function: Sometimes"),
    (everything_to("s", middlewares=["none"]), {"s": servers(9)}, 'middleware \\"none@file\\" does not exist')])
def test_a_mistake_in_its_configuration_is_shown_in_its_own_words(routers, services, words):
    with pytest.raises(EngineFailed, match=re.escape(words)):
        Traefik(routers, services).__enter__()


@needs_traefik
def test_where_a_port_is_taken_it_tries_another(running, monkeypatch):
    free = port_choice.free_port
    monkeypatch.setattr(port_choice, "free_port", lambda highest: chosen.pop(0) if chosen else free(highest))
    chosen = [running.port]
    with Traefik({}, {}) as second:
        assert second.port != running.port
    assert not chosen


@needs_traefik
def test_afterwards_its_folder_and_its_port_are_free():
    with Traefik({}, {}) as gone:
        folder, port = Path(gone.folder), gone.port
        assert {file.name for file in folder.iterdir()} == {"routes.yml", "settings.yml"}
    assert not folder.exists()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
