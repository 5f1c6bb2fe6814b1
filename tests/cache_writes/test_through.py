"""Write-through: the cache ends with what the database has, whoever overtakes whom and whoever is down."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.cache_writes.ledger import Ledger
from systemdesign.cache_writes.through import VersionedCache, WriteThrough
from systemdesign.sim import Unavailable, exponential


def uneven(way=0.01):
    return WriteThrough(VersionedCache(way), Ledger(time=exponential(0.01)))


@pytest.mark.parametrize("seed", range(5))
def test_writers_of_one_moment_leave_one_value_in_both_places(seed):
    async def story():
        shop = uneven()
        await asyncio.gather(*(shop.write(key, writer) for key in range(50) for writer in range(4)))
        return shop.database.rows, {key: shop.cache.held(key) for key in range(50)}

    rows, held = run(story, seed)
    assert held == rows and set(rows.values()) == {0, 1, 2, 3}


def test_a_refused_write_changes_nothing():
    async def story():
        shop = uneven()
        await shop.write("lamp", 30)
        shop.database.up = False
        with pytest.raises(Unavailable):
            await shop.write("lamp", 3)
        return shop.database.rows["lamp"], shop.cache.held("lamp")

    assert run(story) == (30, 30)


def test_an_entry_of_which_the_cache_could_not_be_told_is_gone_when_it_is_back():
    async def story():
        shop = uneven(way=0.0)
        await shop.write("lamp", 30)
        shop.cache.up = False
        asyncio.get_running_loop().call_later(1.0, setattr, shop.cache, "up", True)
        await shop.write("lamp", 40)
        return shop.database.rows["lamp"], shop.cache.held("lamp")

    assert run(story) == (40, None)


def test_a_forgotten_entry_still_guards_against_an_older_write():
    async def story():
        cache = VersionedCache()
        await cache.set("lamp", "new", 60.0, version=2)
        await cache.delete("lamp")
        await cache.set("lamp", "old", 60.0, version=1)
        return cache.held("lamp")

    assert run(story) is None


def test_an_entry_ends_with_its_time_to_live():
    async def story():
        shop = WriteThrough(VersionedCache(), Ledger(), ttl=5.0)
        await shop.write("lamp", 30)
        await asyncio.sleep(4.9)
        kept = shop.cache.held("lamp")
        await asyncio.sleep(0.2)
        return kept, shop.cache.held("lamp")

    assert run(story) == (30, None)
