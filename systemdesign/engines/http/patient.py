"""Closed-loop load on a real port: one client that waits for each answer before it asks again."""

import asyncio

from systemdesign.engines.http.client import Connections
from systemdesign.engines.http.load import HEAD_START, in_thread


class Patient:
    """Ask 127.0.0.1:`port` for `work` seconds of work at each of `arrivals`, in seconds from the start.

    What falls due while it still waits is never asked. So do many tools that test a server's load, and leave out those
    whom the server would have kept waiting (Tene, "How NOT to Measure Latency").
    """

    def __init__(self, port, arrivals, work):
        self.port, self.arrivals, self.work = port, arrivals, work

    def run(self):
        """The latencies in seconds, in order. Runs a loop in a thread, as `Load` does."""
        return in_thread(self._run)

    async def _run(self):
        connections, loop = Connections(self.port), asyncio.get_running_loop()
        await connections.open_for(["patient"])
        start, free, latencies = loop.time() + HEAD_START, 0.0, []
        for at in self.arrivals:
            if start + at >= free:
                await asyncio.sleep(start + at - loop.time())
                asked = loop.time()
                await connections.get("patient", self.work)
                free = loop.time()
                latencies.append(free - asked)
        connections.close()
        return latencies
