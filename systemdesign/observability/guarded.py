"""A bank that stands still, behind a time limit and a breaker, with all that befalls it on record."""

from systemdesign.circuit_breaker.breaker import CLOSED, Breaker
from systemdesign.observability.reenacted import through_a_stall
from systemdesign.observability.watched import watched
from systemdesign.sim.distributions import constant
from systemdesign.sim.request import with_timeout
from systemdesign.sim.server import Server
from systemdesign.sim.workload import open_loop, steady


async def behind_a_breaker(metrics):
    """A hundred requests a second for 30 s, ten of which the server stands still."""
    server = Server("bank", service=constant(0.001))
    breaker = Breaker(with_timeout(server, 0.25), open_for=5)
    bank = watched(breaker, "bank", metrics, bounds=(0.01, 0.1, 1))
    opened = metrics.gauge("breaker_open", "1 while it refuses.", "service")
    opened("bank").follow(lambda: breaker.state != CLOSED)
    await through_a_stall(server, 5, 10, open_loop(bank, steady(100), until=30))
