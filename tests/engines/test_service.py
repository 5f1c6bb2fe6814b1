import asyncio

import pytest

from systemdesign.engines.http.load import in_thread
from systemdesign.engines.http.service import WebService
from systemdesign.sim.request import Request, Unavailable


def asked(server, works, **options):
    """What became of requests that are sent at once: "answered", or the error."""

    async def main():
        service = WebService(server.port, server.name, **options)
        try:
            return await asyncio.gather(*(service(Request(0, work=work)) for work in works), return_exceptions=True)
        finally:
            service.close()

    return in_thread(main)


def test_a_server_is_a_service(server):
    assert asked(server, [0.0, 0.0]) == [(200, "s1")] * 2


def test_beyond_its_limit_it_sends_nothing(server):
    *answered, refused = asked(server, [0.05, 0.05, 0.05], limit=2)
    assert answered == [(200, "s1")] * 2
    assert isinstance(refused, Unavailable)
    assert "2 requests are under way" in str(refused)


def test_a_connection_that_breaks_is_a_server_that_is_unavailable(server):
    server.kill()
    (error,) = asked(server, [0.0])
    assert isinstance(error, Unavailable)
    assert (error.by, "the connection broke" in str(error)) == ("s1", True)


def test_requests_that_failed_are_no_longer_under_way(server):
    async def main():
        service = WebService(server.port, server.name, limit=1)
        for _ in range(2):
            with pytest.raises(Unavailable, match="broke"):
                await service(Request(0, work=0.0))

    server.kill()
    in_thread(main)
