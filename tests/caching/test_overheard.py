import asyncio

import pytest

from systemdesign import run
from systemdesign.caching.aside import CacheAside, DeletesFirst, NewerWins, observe
from systemdesign.caching.overheard import overheard, turns
from systemdesign.sim import Database


def told(client, starts=0.4):
    """What is said, and the looks at cache and row."""
    async def main():
        cache = client(Database({"price": (1, "old")}, read=0.8, write=0.2), 5)
        messages = overheard(cache)

        async def writer():
            await asyncio.sleep(starts)
            await cache.set("price", (2, "new"))

        async with asyncio.TaskGroup() as clients:
            clients.create_task(cache.get("price"))
            clients.create_task(writer())
            seen = await observe(cache, "price", until=2.0, every=0.05)
        return messages, seen

    return run(main)


def lines(messages):
    return [(m.said, m.origin, m.target, round(m.begin, 3), round(m.end, 3)) for m in messages]


def test_a_question_is_half_its_time_on_the_way_there_and_its_answer_half_on_the_way_back():
    messages, _ = told(CacheAside)
    assert ("question", "reader", "row", 0.0, 0.4) in lines(messages)
    assert ("old price", "row", "reader", 0.4, 0.8) in lines(messages)
    assert ("new price", "writer", "row", 0.4, 0.5) in lines(messages)
    assert ("done", "row", "writer", 0.5, 0.6) in lines(messages)


@pytest.mark.parametrize(("client", "said"), [
    (CacheAside, [("deletion", 0.6), ("old price", 0.8)]),
    (DeletesFirst, [("deletion", 0.4), ("old price", 0.8)]),
    (NewerWins, [("new price", 0.6)])])
def test_the_cache_is_told_at_once_and_in_the_clients_order(client, said):
    messages, _ = told(client)
    assert [(m.said, round(m.end, 3)) for m in messages if m.target == "cache"] == said
    assert all(m.begin == m.end for m in messages if m.target == "cache")


def test_listening_changes_nothing():
    async def alone():
        cache = CacheAside(Database({"price": (1, "old")}, read=0.8, write=0.2), 5)
        await asyncio.gather(cache.get("price"), cache.set("price", (2, "new")))
        return cache.hits, cache.misses, cache.store.get("price").value

    async def overheard_too():
        cache = CacheAside(Database({"price": (1, "old")}, read=0.8, write=0.2), 5)
        overheard(cache)
        await asyncio.gather(cache.get("price"), cache.set("price", (2, "new")))
        return cache.hits, cache.misses, cache.store.get("price").value

    assert run(alone) == run(overheard_too)


def test_the_turns_come_in_order_each_with_what_stands_in_row_and_cache_right_after():
    messages, seen = told(CacheAside, starts=0.45)
    assert [(event, row[1], entry and entry[1]) for event, (_, row, entry) in turns(messages, seen)] == [
        ("The question reaches the row", "old", None), ("The writer is done", "new", None),
        ("The reader is done", "new", "old")]
