"""What retries cost and what they do, counted: over one service that fails, through layers, and on a bad line."""

from systemdesign.kernel.streams import stream
from systemdesign.retries.backoff import AtOnce
from systemdesign.retries.retry import Retry
from systemdesign.sim.distributions import constant
from systemdesign.sim.link import Link
from systemdesign.sim.request import Reply, Unavailable
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import open_loop, poisson, requests


async def tried(p, attempts, together, count):
    """Sends per request, and the share of requests that succeed, when a try fails with probability `p`.

    Either each try has its own luck, or all tries of a request fail `together`: its key is its luck.
    """
    coin, sends, trace = stream("coin"), Trace(), Trace()

    async def service(request):
        if (request.key if together else coin.random()) < p:
            raise Unavailable("down")

    client = trace.watch(Retry(sends.watch(service), attempts, AtOnce()))
    luck = requests(keys=lambda rng: rng.random())
    await open_loop(client, poisson(1.0), luck, count=count)
    return len(sends) / count, 1 - trace.error_share()


async def layered(p, attempts, layers, count):
    """Calls to a database for one request, when each of the `layers` above it tries `attempts` times."""
    coin, calls = stream("coin"), Trace()

    async def database(request):
        if coin.random() < p:
            raise Unavailable("down")

    service = calls.watch(database)
    for _ in range(layers):
        service = Retry(service, attempts, AtOnce())
    await open_loop(service, poisson(1.0), count=count)
    return len(calls) / count


async def charged(loss, attempts, when, orders):
    """Shares of the orders that a bank carries out never and once, when a shop tries again after `when`.

    Each message between them is lost with probability `loss`; the shop waits a second for the answer.
    """
    charges = [0] * orders

    async def bank(request):
        charges[request.id] += 1
        return Reply("bank")

    line = Link(bank, latency=constant(0.01), loss=loss, patience=1.0)
    await open_loop(Retry(line, attempts, AtOnce(), when=when), poisson(10.0), count=orders)
    return charges.count(0) / orders, charges.count(1) / orders
