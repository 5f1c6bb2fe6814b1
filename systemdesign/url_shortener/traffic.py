"""Requests to the running shortener: of clients who ask again at once, or when each is due, whatever becomes of others.
"""

import asyncio
from contextlib import contextmanager
from time import perf_counter

from systemdesign.engines.http.client import Connection, status
from systemdesign.engines.http.worker import header
from systemdesign.url_shortener.asked import get

HEAD_START = 0.05  # s, so that the first request is not already late


def location(head):
    """Where an answer sends its reader: the path of a new code, or the address behind one."""
    return header(head, b"location").decode()


@contextmanager
def connected(port, connections):
    """So many connections to a port of this machine, which hang up afterwards."""
    made = [Connection(port) for _ in range(connections)]
    try:
        yield made
    finally:
        for connection in made:
            connection.close()


async def crowd(port, messages, expected, clients=8):
    """Send messages as fast as so many `clients` have their answers: the seconds it took, and the heads of the answers.

    Raises ValueError for an answer whose status isn't the `expected` one; so does `paced`.
    """
    waiting, heads = iter(messages), []

    async def client(connection):
        for message in waiting:
            heads.append(checked(await connection.exchange(message), expected))

    with connected(port, clients) as connections:
        for connection in connections:
            await connection.open()
        begun = perf_counter()
        await asyncio.gather(*map(client, connections))
        return perf_counter() - begun, heads


async def paced(port, messages, gaps, expected, connections=32):
    """Send each message when it is due, `gaps` seconds from one to the next: latencies from then on, in their order.

    A message that finds all connections in use waits for one, and this counts.
    """
    loop, idle = asyncio.get_running_loop(), asyncio.LifoQueue()

    async def send(message, due):
        connection = await idle.get()
        checked(await connection.exchange(message), expected)
        idle.put_nowait(connection)
        return loop.time() - due

    with connected(port, connections) as made:
        for connection in made:
            await connection.open()
            idle.put_nowait(connection)
        due, tasks = loop.time() + HEAD_START, []
        for message, gap in zip(messages, gaps, strict=True):
            await asyncio.sleep(due - loop.time())
            tasks.append(loop.create_task(send(message, due)))
            due += gap
        return await asyncio.gather(*tasks)


async def metric(port, name):
    """What the service tells Prometheus of a series without labels."""
    with connected(port, 1) as [connection]:
        _, body = await connection.exchange(get("/-/metrics"))
    return next(float(line.split()[1]) for line in body.decode().splitlines() if line.startswith(f"{name} "))


def checked(answer, expected):
    """The head of an answer of the expected status."""
    head, body = answer
    if status(head) != expected:
        raise ValueError(f"expected {expected}, and was answered: {head.decode()}{body.decode()}")
    return head
