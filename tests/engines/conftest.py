import pytest
from _pytest.runner import runtestprotocol

from systemdesign.engines.backend import Backend
from systemdesign.engines.haproxy import HAProxy
from systemdesign.engines.load import Load
from systemdesign.sim.request import Request


@pytest.fixture
def server():
    with Backend("s1") as running:
        yield running


@pytest.fixture(scope="module")
def ports():
    """Three real servers for tests that leave them alone."""
    servers = [Backend(f"s{i}") for i in (1, 2, 3)]
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
    """A HAProxy whose checks are quick, because tests wait for the first."""

    def proxy(servers, balance="roundrobin", **options):
        return HAProxy(servers, balance, **{"interval": 0.05, **options})

    return proxy


def pytest_runtest_protocol(item, nextitem):
    """A real clock on a busy machine: a test of an engine may try three times; a fault fails all three."""
    for _ in range(3):
        item._initrequest()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if not any(report.failed for report in reports):
            break
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
