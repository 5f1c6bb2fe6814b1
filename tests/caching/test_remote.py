import asyncio

from systemdesign import now, run
from systemdesign.caching.remote import RemoteCache
from systemdesign.caching.writers import written_twice, wrong
from systemdesign.sim import Database


def test_what_was_set_is_there_until_its_time_is_up_or_it_is_deleted():
    async def main():
        cache, found = RemoteCache(), []
        await cache.set("a", 1, ttl=10)
        await cache.set("b", 2)
        for pause in (0, 9.9, 0.1):
            await asyncio.sleep(pause)
            found.append((await cache.get("a"), await cache.get("b")))
        await cache.delete("b")
        await cache.delete("never there")
        return found, await cache.get("b")

    assert run(main) == ([(1, 2), (1, 2), (None, 2)], None)


def test_a_command_takes_two_ways_with_the_mean_that_is_asked_for():
    async def main():
        cache = RemoteCache(way=0.01)
        for _ in range(2000):
            await cache.get("a")
        return now() / 2000

    assert abs(run(main, seed=1) / 0.02 - 1) < 0.05


def test_commands_overtake_each_other():
    async def main():
        cache, found = RemoteCache(way=0.01), set()
        for _ in range(50):
            await asyncio.gather(cache.set("a", "first"), cache.set("a", "second"))
            found.add(cache.held("a"))
        return found

    assert run(main, seed=1) == {"first", "second"}


class Forgets:
    """A shop that writes the row and leaves the cache alone."""

    def __init__(self):
        self.cache, self.database = RemoteCache(), Database()

    async def set(self, key, value):
        await self.database.write(key, value)


def test_every_key_is_written_twice_and_the_later_price_is_in_the_row():
    async def main():
        return (await written_twice(Forgets(), gap=0.5, keys=4)).database

    database = run(main)
    assert (database.writes, database.rows) == (8, dict.fromkeys(range(4), "second"))


def test_wrong_is_what_contradicts_the_row_and_not_what_is_missing():
    async def main():
        shop = await written_twice(Forgets(), gap=0.0, keys=4)
        await shop.cache.set(0, "first")
        await shop.cache.set(1, "second")
        return wrong(shop)

    assert run(main) == 0.25
