"""Open-loop load on a real port: every request leaves when it is due, whatever became of the others."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from systemdesign.engines.http.client import CUT, Connections
from systemdesign.engines.http.worker import precise_loop

HEAD_START = 0.05  # s, so that the first request is not already late


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request: `latency` in seconds from the instant it was *due*, `by` whom, `error` or None."""

    latency: float
    by: str | None = None
    error: str | None = None


class Load:
    """Send `requests` at `arrivals` (seconds from the start) to 127.0.0.1:`port`.

    The requests are the simulation's; those of one client share a connection
    and wait for each other on it. Latency counts from the due time, so a
    generator that falls behind makes latencies worse and never hides them (no
    coordinated omission: Tene, "How NOT to Measure Latency"). A client waits at
    most `timeout` seconds. At most `limit` requests are in flight; one that is
    due beyond that is not sent and counts as an error. `events` are (time,
    function), called on the same clock.
    """

    def __init__(self, port, arrivals, requests, *, events=(), timeout=2.0, limit=500):
        self.connections = Connections(port)
        self.arrivals = arrivals
        self.requests = requests
        self.events = events
        self.timeout = timeout
        self.limit = limit
        self.in_flight = 0

    def run(self):
        """The outcomes in the order of the arrivals. Runs a loop in a thread: works in scripts and in notebooks."""
        return in_thread(self._run)

    async def _run(self):
        loop = asyncio.get_running_loop()
        await self.connections.open_for(sorted({request.client for request in self.requests} - {None}))
        start = loop.time() + HEAD_START
        timers = [loop.call_at(start + time, act) for time, act in self.events]
        try:
            return await asyncio.gather(*await self._sent(start))
        finally:
            self.connections.close()
            for timer in timers:
                timer.cancel()

    async def _sent(self, start):
        loop = asyncio.get_running_loop()
        tasks = []
        for at, request in zip(self.arrivals, self.requests, strict=True):
            await asyncio.sleep(start + at - loop.time())
            tasks.append(loop.create_task(self._send(request, start + at)))
        return tasks

    async def _send(self, request, due):
        if self.in_flight >= self.limit:
            return Outcome(0.0, error="not sent")
        self.in_flight += 1
        by, error = await self._answer(request)
        self.in_flight -= 1
        return Outcome(asyncio.get_running_loop().time() - due, by, error)

    async def _answer(self, request):
        try:
            async with asyncio.timeout(self.timeout):
                status, by = await self.connections.get(request.client, request.work)
        except TimeoutError:
            return None, "timed out"
        except CUT:
            return None, "cut"
        return by, None if status == 200 else f"HTTP {status}"


def in_thread(main):
    """Run an async function on an ordinary loop of its own; its result or exception comes back here."""
    def work():
        with asyncio.Runner(loop_factory=precise_loop) as runner:
            return runner.run(main())

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()
