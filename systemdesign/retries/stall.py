"""A real HTTP server that stalls, and clients who try again: the storm of chapter 14, measured."""

import asyncio

from systemdesign.engines.http.client import CUT, Connections
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.http.server import WebServer
from systemdesign.sim.request import Unavailable, with_timeout
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import open_loop, recorded

LIMIT = 500
"""Requests under way, at most: a storm on a learner's own machine stays in its glass."""


def stalled(client, arrivals, requests, *, timeout, stall):
    """Requests to a server that stands still (SIGSTOP) from `stall[0]` to `stall[1]` s: traces of sends, of requests.

    `client(service)` is what stands between: a `Retry`, say. `timeout` is that of one try. One worker does
    the work that each request asks for, in turn, and goes on with what its client has given up, as most servers do.
    """
    with WebServer("s1") as server:
        return in_thread(lambda: _measured(server, client, arrivals, requests, timeout, stall))


async def _measured(server, client, arrivals, requests, timeout, stall):
    loop, connections = asyncio.get_running_loop(), Connections(server.port)
    start = loop.time()
    sends, trace = Trace(start), Trace(start)
    service = trace.watch(client(sends.watch(with_timeout(_Port(connections), timeout))))
    deeds = [loop.call_at(start + at, deed) for at, deed in zip(stall, (server.pause, server.resume))]
    try:
        await open_loop(service, recorded(arrivals), iter(requests))
    finally:
        connections.close()
        for deed in deeds:
            deed.cancel()
    return sends, trace


class _Port:
    """The server as a service. Each send has a connection that is free, or opens one."""

    name = "s1"

    def __init__(self, connections):
        self.connections, self.under_way = connections, 0

    async def __call__(self, request):
        if self.under_way >= LIMIT:
            raise Unavailable(f"{LIMIT} requests are under way, and this machine sends no more", by=self.name)
        self.under_way += 1
        try:
            return await self._answered(request)
        finally:
            self.under_way -= 1

    async def _answered(self, request):
        try:
            return await self.connections.get(None, request.work)
        except CUT as error:
            raise Unavailable(f"the connection broke: {error}", by=self.name) from error
