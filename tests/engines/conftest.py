import pytest

from systemdesign.engines.haproxy.proxy import HAProxy
from systemdesign.engines.http.load import Load
from systemdesign.engines.http.server import WebServer
from systemdesign.sim.request import Request
from tests.engines.abacus import abacus, add, no_wheel, plans  # noqa: F401 (fixtures)


@pytest.fixture
def server():
    with WebServer("s1") as running:
        yield running


@pytest.fixture(scope="module")
def ports():
    """Three real servers for tests that leave them alone."""
    servers = [WebServer(f"s{i}") for i in (1, 2, 3)]
    try:
        for started in servers:
            started.wait()
        yield {started.name: started.port for started in servers}
    finally:
        for started in servers:
            started.stop()


@pytest.fixture
def send():
    """Send requests of the given work, `gap` seconds apart, and give their outcomes."""

    def send(port, works, gap=0.001, clients=None, **options):
        requests = [Request(i, client=clients and i % clients, work=work) for i, work in enumerate(works)]
        return Load(port, [i * gap for i in range(len(requests))], requests, **options).run()

    return send


@pytest.fixture
def proxy():
    """A HAProxy whose checks are quick, because tests wait for the first, and forgive a machine that was busy."""

    def proxy(servers, balance="roundrobin", **options):
        return HAProxy(servers, balance, **{"interval": 0.05, "fall": 40, **options})

    return proxy
