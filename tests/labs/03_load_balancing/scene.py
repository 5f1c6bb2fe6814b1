"""What all parts of lab 03 are judged with: servers, those who ask them, and the clock."""

import asyncio
from math import inf

from systemdesign import now
from systemdesign.sim.distributions import constant
from systemdesign.sim.request import Request, ServiceError
from systemdesign.sim.server import Server


def farm(names, seconds=1.0):
    return [Server(name, service=constant(seconds)) for name in names]


def names(servers):
    return "".join(server.name for server in servers)


def share(choose, server, draws=400):
    """How often `choose()` gives `server`."""
    return sum(choose() is server for _ in range(draws)) / draws


async def sent(*calls):
    """Start the calls, and let them reach their servers."""
    tasks = [asyncio.ensure_future(call) for call in calls]
    await asyncio.sleep(1e-6)
    return tasks


async def settled(call):
    try:
        return await call
    except (ServiceError, TimeoutError) as error:
        return error


async def play(story, servers):
    """Do to the servers, or to the links before them, what the schedule says."""
    named = {server.name: server for server in servers}
    for event in story.events:
        await asyncio.sleep(event.time - now())
        story.note(f"{event.verb} {event.target}")
        getattr(named[event.target], event.verb)()


async def client(story, service, number, start, patience=inf):
    """One request; the client stops waiting after `patience` seconds."""
    await asyncio.sleep(start)
    try:
        async with asyncio.timeout(None if patience == inf else patience):
            reply = await service(Request(number))
        story.note(f"request {number}: answered by {getattr(reply, 'by', reply)}")
        return reply
    except TimeoutError:
        story.note(f"request {number}: the client stopped waiting")
    except ServiceError as error:
        story.note(f"request {number}: {error}")


def fail(ejection, server, times):
    for _ in range(times):
        ejection.failed(server)


async def at(time):
    await asyncio.sleep(time - now())
