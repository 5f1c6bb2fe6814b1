"""Machines that join and leave while requests come: what a front must live through without losing any."""

import asyncio
from inspect import isawaitable
from math import log

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import exponential
from systemdesign.sim.server import Server
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import open_loop, poisson, requests

FIRST = 4
"""Machines from the beginning, of one request a second each."""
JOINS, LEAVES, END = 10.0, 45.0, 60.0


def switch_on(server, boot):
    """The server is down, and up after so many seconds."""
    server.crash()
    asyncio.get_running_loop().call_later(boot, server.restart)


async def join(front, server, boot=0.0):
    """Switch a server on, and have the front add it."""
    if boot:
        switch_on(server, boot)
    await _done(front.add_instance(server))


async def leave(front, server):
    """Have the front remove a server, and switch it off as soon as it says that this is done."""
    await _done(front.remove_instance(server))
    server.crash()


async def _done(change):
    if isawaitable(change):
        await change


async def turnover(front, ask, load, boot, watch=lambda server: server):
    """The trace of a minute in which s5 joins four machines at JOINS, needing `boot` seconds, and s1 leaves at LEAVES.

    `front` adds and removes instances, `ask` is the service that it gives; `load` is what the four are used. `watch`
    may put something around each machine.
    """
    trace, servers = Trace(), [watch(Server(f"s{k + 1}")) for k in range(FIRST + 1)]
    for server in servers[:FIRST]:
        await join(front, server)
    changes = [_later(JOINS, join, front, servers[-1], boot), _later(LEAVES, leave, front, servers[0])]
    changes = [asyncio.create_task(change) for change in changes]
    await open_loop(trace.watch(ask), poisson(load * FIRST), requests(exponential(1.0)), until=END)
    await asyncio.gather(*changes)
    return trace


async def _later(seconds, change, *arguments):
    await asyncio.sleep(seconds)
    await change(*arguments)


async def unrest(fleet, rate=6.4, until=3600.0, least=8, most=14, pause=10.0, boot=60.0):
    """The trace of an hour in which machines join and leave at random, and how many of them did: three values.

    It begins with `least` machines. At most so many are switched on at once, and none leaves while only `least` are
    ready. The pauses between changes, and what a machine needs to boot, are exponential with these means.
    """
    random, trace = stream("unrest").random, Trace()
    servers, joins, leaves = [Server(f"s{k + 1}") for k in range(least)], [], []
    for server in servers:
        await join(fleet, server)
    traffic = asyncio.create_task(open_loop(trace.watch(fleet), poisson(rate), until=until))
    while not traffic.done():
        await asyncio.sleep(-pause * log(1 - random()))
        if random() < 0.5 and len(servers) < most:
            servers.append(Server(f"s{least + len(joins) + 1}"))
            joins.append(asyncio.create_task(join(fleet, servers[-1], -boot * log(1 - random()))))
        elif len(fleet.ready) > least:
            leaves.append(asyncio.create_task(leave(fleet, servers.pop(int(random() * len(servers))))))
    await asyncio.gather(traffic, *joins, *leaves)
    return trace, len(joins), len(leaves)
