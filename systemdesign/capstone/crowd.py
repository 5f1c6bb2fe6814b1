"""The customers of a minute on a real port: each asks when that is due, whatever became of the others."""

import asyncio

from systemdesign.capstone.account import CUT, GAVE_UP, SAID_NO
from systemdesign.capstone.plan import ORDER
from systemdesign.engines.http.client import CUT as BROKEN
from systemdesign.engines.http.client import Connection, status
from systemdesign.engines.http.load import HEAD_START, in_thread

GET = b"GET /product/%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /order/%d HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"


class Crowd:
    """The plan's customers at 127.0.0.1:`port`; `events` are (time, function), called on the same clock.

    Latency counts from the instant at which a request was due (see engines/http/load.py).
    """

    def __init__(self, port, plan, events=()):
        self.port, self.plan, self.events, self.idle = port, plan, events, []

    def run(self):
        """When it began, by the machine's monotonic clock, and (latency, error) of each request, in order."""
        return in_thread(self._run)

    async def _run(self):
        loop = asyncio.get_running_loop()
        start, tasks = loop.time() + HEAD_START, []
        for at, deed in self.events:
            loop.call_at(start + at, deed)
        for at, request in zip(self.plan.arrivals(), self.plan.requests(), strict=True):
            await asyncio.sleep(start + at - loop.time())
            tasks.append(loop.create_task(self.ask(request, start + at)))
        outcomes = await asyncio.gather(*tasks)
        for connection in self.idle:
            connection.close()
        return start, outcomes

    async def ask(self, request, due):
        """What comes of one request: (latency, error)."""
        kind, number = request.key
        error = await self.answered((POST if kind == ORDER else GET) % number, due + self.plan.patience)
        return asyncio.get_running_loop().time() - due, error

    async def answered(self, words, until):
        """None once it is answered, else how it ended."""
        connection = self.idle.pop() if self.idle else Connection(self.port)
        try:
            async with asyncio.timeout_at(until):
                head, _ = await connection.exchange(words)
        except TimeoutError:
            return GAVE_UP
        except BROKEN:
            return CUT
        finally:
            self.idle.append(connection)
        return None if status(head) == 200 else SAID_NO
