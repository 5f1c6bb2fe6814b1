"""Random transactions at the serializable level do what one of their orders would have done, one by one."""

import asyncio
from itertools import permutations
from random import Random

import pytest

from systemdesign import run
from systemdesign.sim.versions.database import Database
from systemdesign.sim.versions.errors import Failed

ROWS = {"row a": 1, "row b": 2}
KEYS = [*ROWS, "row c"]


def drawn(rng):
    """Three clients with three statements each, and when each begins and how long it pauses."""
    kinds = ["get", "copy", "add", "count", "insert", "delete"]
    return [(rng.random(), [(rng.choice(kinds), rng.choice(KEYS), rng.random()) for _ in range(3)]) for _ in range(3)]


async def played(tx, statements, pause):
    """What one client saw; it writes what depends on what it saw."""
    seen = [0]
    for kind, key, seconds in statements:
        if kind == "get":
            seen.append(await tx.get(key) or 0)
        elif kind == "copy":
            seen.append(await tx.update(key, lambda row: sum(seen) + 1))
        elif kind == "add":
            seen.append(await tx.update(key, lambda row: row + 1, lambda row: row % 3))
        elif kind == "count":
            seen.append(await tx.count("row"))
        elif kind == "insert":
            await tx.insert(key, sum(seen))
        else:
            seen.append(await tx.delete(key))
        await asyncio.sleep(pause * seconds)
    return seen


async def together(clients):
    """{client: what it saw}, of those who committed, and the rows in the end."""
    database, saw = Database("serializable", ROWS), {}

    async def client(number, begins, statements):
        await asyncio.sleep(begins)
        tx = database.begin()
        try:
            seen = await played(tx, statements, 1.0)
            await tx.commit()
            saw[number] = seen
        except Failed:
            tx.rollback()

    await asyncio.gather(*(client(number, *each) for number, each in enumerate(clients)))
    assert not database.open
    return saw, database.committed


async def one_by_one(clients, order):
    database, saw = Database("serializable", ROWS), {}
    for number in order:
        tx = database.begin()
        try:
            saw[number] = await played(tx, clients[number][1], 0.0)
            await tx.commit()
        except Failed:
            return None
    return saw, database.committed


@pytest.mark.parametrize("seed", range(8))
def test_what_was_committed_is_what_some_order_would_have_done(seed):
    rng, some = Random(seed), 0
    for _ in range(40):
        clients = drawn(rng)
        found = run(together(clients))
        some += len(found[0]) > 1
        assert any(run(one_by_one(clients, order)) == found for order in permutations(found[0])), clients
    assert some > 5


def test_read_committed_is_not_like_any_order():
    async def lost():
        database = Database("read committed", ROWS)
        txs = [database.begin() for _ in range(2)]
        seen = [await tx.get("row a") for tx in txs]
        for tx, row in zip(txs, seen):
            await tx.update("row a", lambda _, row=row: row + 1)
            await tx.commit()
        return database.look("row a")

    assert run(lost) == 2  # one after the other, they make it 3
