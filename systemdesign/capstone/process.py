"""A real process of the shop, with a worker behind HTTP, products in Valkey, and rows in PostgreSQL.

Run as a script by `real_shop.ShopServer`: process.py NAME PLAN PLACES LISTENING_FD, of which PLAN and PLACES are JSON.
SIGUSR1 makes it fail, SIGUSR2 mends it. It answers `GET /product/7`, `POST /order/7`, `GET /ping`, which is always
well, and `GET /log`: its worker's `tries`, by the machine's monotonic clock, and how long slots were `held`.
"""

import asyncio
import json
import signal
import sys

from systemdesign.capstone.plan import PRODUCT, MinutePlan
from systemdesign.capstone.worker import Uncached, Worker
from systemdesign.engines.http.service import WebService
from systemdesign.engines.http.worker import Worker as Web
from systemdesign.engines.http.worker import main, precise_loop, response
from systemdesign.engines.site.database import PostgreSQL
from systemdesign.sim.request import Request, ServiceError

READ = "select page from products, pg_sleep(?) where id = ?"
WRITE = "insert into orders select ?, ? from pg_sleep(?) on conflict (id) do update set state = excluded.state"
NO = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"


class Rows:
    """Products and orders in a real database, which takes its time for each: the plan's `read` or `write`."""

    def __init__(self, database, plan):
        self.database, self.plan = database, plan

    async def read(self, key):
        """The page of a product; None where there is none."""
        row = await self.database.read(READ, self.plan.read, key[1])
        return row and row[0]

    async def write(self, key, state):
        """Set an order's state."""
        await self.database.write(WRITE, key[1], state, self.plan.write)


class Pages:
    """Cache-aside on a real Valkey, where each process of the shop finds what any of them has put there."""

    def __init__(self, valkey, rows, ttl):
        self.valkey, self.rows, self.ttl = valkey, rows, ttl

    async def get(self, key):
        """The page of a product, from the cache or else from the database."""
        name = "{}:{}".format(*key)
        page = await self.valkey.get(name)
        if page is None:
            page = await self.rows.read(key)
            await self.valkey.set(name, page, px=round(1000 * self.ttl))
        return page


class Desk(Web):
    """The worker's web server."""

    def __init__(self, worker):
        super().__init__(worker.name, speed=1.0)
        self.worker = worker

    async def answer(self, head):
        """The response to one request: 503 where the worker fails."""
        kind, *number = head.split(None, 2)[1].decode().strip("/").split("/")
        if not number:
            log = {"tries": self.worker.tries, "held": self.worker.held}
            return response(json.dumps(log) if kind == "log" else self.name)
        try:
            await self.worker(Request(int(number[0]), key=(kind, int(number[0])), work=self.worker.plan.pay))
        except ServiceError:
            return NO
        return response(self.name)


async def serve(name, plan, places, listening_fd):
    """Be that process until killed. `places` are the ports of valkey and payment, and the address of postgres."""
    import valkey.asyncio

    async with PostgreSQL(places["postgres"], "", connections=plan.slots + 1) as database:
        rows, ttl = Rows(database, plan), plan.knobs.ttl
        kept = valkey.asyncio.Valkey(host="127.0.0.1", port=places["valkey"])
        pages = Pages(kept, rows, ttl) if ttl else Uncached(rows)
        worker = Worker(name, plan, pages, rows, WebService(places["payment"], "payment"))
        await pages.get((PRODUCT, 1))  # so that nobody waits for its connections
        beside, loop = asyncio.ensure_future(worker.cashier()), asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, worker.fail)
        loop.add_signal_handler(signal.SIGUSR2, worker.mend)
        await asyncio.gather(beside, main(Desk(worker), listening_fd))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=precise_loop) as runner:
        name, asked, places, listening_fd = sys.argv[1:]
        runner.run(serve(name, MinutePlan.of(json.loads(asked)), json.loads(places), listening_fd))
