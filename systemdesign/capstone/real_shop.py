"""The shop on real engines: HAProxy before three processes, Valkey, PostgreSQL, and a payment that may hang."""

import json
import signal
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from urllib.request import ProxyHandler, build_opener

from systemdesign.capstone.account import account
from systemdesign.capstone.crowd import Crowd
from systemdesign.capstone.minute import AFTER, deeds
from systemdesign.capstone.worker import PAID
from systemdesign.engines.haproxy.proxy import HAProxy
from systemdesign.engines.http.server import FickleServer, WebServer
from systemdesign.engines.postgres.server import Postgres
from systemdesign.engines.valkey.server import Valkey

DIRECT = build_opener(ProxyHandler({}))  # whatever proxy this machine has for the world outside
PROCESS = Path(__file__).with_name("process.py")
BALANCE = {"round robin": "roundrobin", "least connections": "leastconn"}
TABLES = "create table products (id int primary key, page text); create table orders (id int primary key, state text)"
ALONE = 15  # products, and as many orders, are asked for by one customer alone
CHECKS = 2  # passed in a row bring a worker back


class ShopServer(WebServer):
    """One process of the shop (process.py) at 127.0.0.1:`port`."""

    def __init__(self, name, plan, places):
        self._asked = [PROCESS, name, json.dumps(plan.asked()), json.dumps(places)]
        self._begin(name)

    def fail(self):
        """Fail fast from now on."""
        self.process.signal(signal.SIGUSR1)

    def mend(self):
        """Be well again."""
        self.process.signal(signal.SIGUSR2)

    def ask(self, path, data=None):
        """The answer's text; with `data` the request is a POST."""
        with DIRECT.open(f"http://127.0.0.1:{self.port}/{path}", data, timeout=10) as answer:
            return answer.read()

    def tries(self, start):
        """When its worker was called, in seconds from `start`, an instant of the machine's monotonic clock."""
        return [at - start for at in json.loads(self.ask("log"))["tries"]]


class RealShop:
    """All of it, as a context manager."""

    def __init__(self, plan):
        self.plan = plan

    def __enter__(self):
        with ExitStack() as stack:
            plan, self.postgres, self.valkey = self.plan, stack.enter_context(Postgres()), stack.enter_context(Valkey())
            self.payment = stack.enter_context(FickleServer("payment", share=0.0, slow=0.0, quick=plan.pay))
            self.fill()
            places = {"postgres": self.postgres.address, "valkey": self.valkey.port, "payment": self.payment.port}
            self.servers = {}
            for name in plan.names:
                server = self.servers[name] = ShopServer(name, plan, places)
                stack.callback(server.stop)
            for server in self.servers.values():  # they start side by side
                server.wait()
            ports = {name: server.port for name, server in self.servers.items()}
            self.haproxy = stack.enter_context(HAProxy(ports, **options(plan)))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exc):
        self._stack.close()

    def fill(self):
        """Make the tables, and the products."""
        with self.postgres.connect() as connection:
            connection.execute(TABLES)
            connection.execute("insert into products select n, 'page' from generate_series(1, %s) n",
                               [self.plan.products])

    def alone(self):
        """The seconds of a `read` and of a `write` by one customer who has the shop for itself, all that is no work.

        They are the medians of ALONE products and orders. Nothing is left of them.
        """
        server = self.servers[self.plan.names[-1]]
        for number in range(ALONE):
            server.ask(f"product/{number + 2}")  # the first is in the cache already
        for number in range(ALONE):
            server.ask(f"order/{number}", b"")
        held = json.loads(server.ask("log"))["held"]
        product, order = (median(part) - self.plan.work for part in (held[:ALONE], held[ALONE:]))
        self.forget()
        in_line = not self.plan.knobs.queue
        return {"read": round(product, 4), "write": round((order - self.plan.pay * in_line) / (1 + in_line), 4)}

    def forget(self):
        """Have no orders, once all are paid, and nothing in the cache."""
        with self.postgres.connect() as connection:
            while connection.execute("select 1 from orders where state <> %s", [PAID]).fetchone():
                time.sleep(0.01)
            connection.execute("delete from orders")
        self.valkey.client.flushall()

    def run(self):
        """The minute's Account."""
        events = deeds(self.plan, self.servers[self.plan.names[0]], self.payment)
        start, outcomes = Crowd(self.haproxy.port, self.plan, events).run()
        time.sleep(AFTER)
        with self.postgres.connect() as connection:
            orders = dict(connection.execute("select id, state from orders").fetchall())
        tries = {name: server.tries(start) for name, server in self.servers.items()}
        return account(self.plan, outcomes, tries, orders)


def options(plan):
    """HAProxy's, for the plan's design.

    Each of the words is explained in HAProxy's *Configuration Manual*, sections 4.2 and 5.2. Whenever a check passes,
    HAProxy forgets the errors in a row (src/check.c, `set_server_check_status`): so checks are rare. CHECKS that pass
    bring a worker back, one to two intervals after it was left out.
    """
    knobs, more = plan.knobs, []
    if knobs.places:
        more += [f"timeout queue {round(1000 * knobs.patience)}ms", f"default-server maxconn {knobs.places}"]
    if knobs.tries > 1:
        more += ["retry-on 503"]
    if knobs.failures:
        more += [f"default-server observe layer7 error-limit {knobs.failures} on-error mark-down"]
    return {"balance": BALANCE[knobs.policy], "interval": plan.pause * CHECKS / (2 * CHECKS - 1), "rise": CHECKS,
            "retries": knobs.tries - 1, "redispatch": knobs.tries > 1, "timeout": plan.end, "more": more}
