import asyncio
from itertools import islice

import pytest

from systemdesign import now, run
from systemdesign.caching.aside import CacheAside, DeletesFirst, NewerWins, observe
from systemdesign.caching.eviction import LRU
from systemdesign.caching.hot_key import hot_key
from systemdesign.caching.replay import replay, traffic
from systemdesign.sim import Database, Request, Trace, Zipf, open_loop, poisson, requests


def shop(ttl=10.0, **options):
    database = Database({"lamp": "a lamp", "chair": "a chair"}, **options)
    return database, CacheAside(database, ttl)


async def at(time):
    await asyncio.sleep(time - now())


def test_the_first_read_asks_the_database_and_the_next_does_not():
    async def main():
        database, cache = shop(read=0.5)
        first, then = await cache.get("lamp"), now()
        second = await cache.get("lamp")
        return first, then, second, now(), database.reads, cache.hits, cache.misses

    assert run(main) == ("a lamp", 0.5, "a lamp", 0.5, 1, 1, 1)


def test_an_entry_lives_for_its_time_and_no_longer():
    async def main():
        database, cache = shop(ttl=10.0, read=0.0)
        for time in (0, 9.9, 10.0, 19.9, 20.0):
            await at(time)
            await cache.get("lamp")
        return database.reads

    assert run(main) == 3


def test_reading_does_not_renew_an_entry():
    async def main():
        database, cache = shop(ttl=10.0, read=0.0)
        for time in range(0, 40, 4):
            await at(time)
            await cache.get("lamp")
        return database.reads

    assert run(main) == 4  # at 0, 12, 24 and 36


def test_a_write_is_seen_by_the_next_read():
    async def main():
        _, cache = shop()
        await cache.get("lamp")
        await cache.set("lamp", "a better lamp")
        return await cache.get("lamp")

    assert run(main) == "a better lamp"


def test_a_deleted_row_is_gone_for_the_next_read():
    async def main():
        database, cache = shop()
        await cache.get("lamp")
        await cache.delete("lamp")
        return await cache.get("lamp"), "lamp" in database.rows

    assert run(main) == (None, False)


def test_absent_rows_are_not_kept():
    async def main():
        database, cache = shop()
        for _ in range(5):
            assert await cache.get("ghost") is None
        return database.reads, len(cache.store)

    assert run(main) == (5, 0)


def test_two_clients_may_share_a_store_that_evicts():
    async def main():
        database, store = Database({key: key.upper() for key in "abc"}), LRU(2)
        one, other = [CacheAside(database, 60.0, store) for _ in range(2)]
        for key in "abc":
            await one.get(key)
        await other.get("c")
        return sorted(store.entries), other.hits

    assert run(main) == (["b", "c"], 1)


def test_an_onlooker_sees_the_row_and_the_entry_while_it_counts():
    async def main():
        database, cache = shop(ttl=2.0, read=1.0, write=4.0)
        looks = observe(cache, "lamp", 4.0, every=0.75)
        seen, *_ = await asyncio.gather(looks, cache.get("lamp"), database.write("lamp", "a new lamp"))
        return seen, cache.hits, cache.misses

    none_yet, kept = [(0.0, "a lamp", None), (0.75, "a lamp", None)], [(1.5, "a lamp", "a lamp")]
    outdated, ended = [(2.25, "a new lamp", "a lamp")], [(3.0, "a new lamp", None), (3.75, "a new lamp", None)]
    assert run(main) == (none_yet + kept + outdated + ended, 0, 1)


def test_an_onlooker_sees_that_there_is_no_row():
    async def main():
        return await observe(shop()[1], "ghost", 1.0, every=1.0)

    assert run(main) == [(0.0, None, None)]


def test_it_is_a_service():
    async def main():
        _, cache = shop()
        return await cache(Request(1, key="lamp"))

    assert run(main).value == "a lamp"


def test_a_read_that_overtakes_a_write_leaves_the_old_value_for_the_whole_time_to_live():
    async def main():
        _, cache = shop(ttl=10.0, read=1.0, write=0.2)
        reader = asyncio.create_task(cache.get("lamp"))
        await at(0.5 + 1e-6)
        await cache.set("lamp", "a better lamp")
        found = [await reader]
        for time in (1.1, 10.9, 11.1):
            await at(time)
            found.append(await cache.get("lamp"))
        return found

    assert run(main) == ["a lamp", "a lamp", "a lamp", "a better lamp"]


async def late_reader(client, starts, ttl=10.0):
    """What the cache holds when a reader of 1 s and a writer of 0.2 s are done, and the cache."""
    cache = client(Database({"lamp": (1, "old")}, read=1.0, write=0.2), ttl)
    reader = asyncio.create_task(cache.get("lamp"))
    await at(starts)
    await cache.set("lamp", (2, "new"))
    await reader
    held = cache.store.get("lamp")
    return held and held.value[1]


@pytest.mark.parametrize(("client", "held"), [(CacheAside, None), (DeletesFirst, "old"), (NewerWins, "new")])
def test_a_writer_who_ends_after_the_reader_leaves_the_old_row_only_if_it_deleted_before(client, held):
    assert run(late_reader(client, starts=0.9)) == held


@pytest.mark.parametrize(("client", "held"), [(CacheAside, "old"), (DeletesFirst, "old"), (NewerWins, "new")])
def test_a_writer_inside_the_readers_question_leaves_the_old_row_unless_versions_are_compared(client, held):
    assert run(late_reader(client, starts=0.6)) == held


def test_of_two_writers_the_newer_version_wins_in_either_order():
    async def main():
        cache = NewerWins(Database(write=0.0), 10.0)
        await cache.set("lamp", (2, "new"))
        cache.keep("lamp", (1, "old"))
        first = await cache.get("lamp")
        cache.keep("lamp", (3, "newest"))
        return first, await cache.get("lamp")

    assert run(main) == ((2, "new"), (3, "newest"))


def test_a_newer_version_that_has_ended_guards_nothing():
    async def main():
        cache = NewerWins(Database(write=0.0), 10.0)
        await cache.set("lamp", (2, "new"))
        await at(10.0)
        cache.keep("lamp", (1, "old"))
        return await cache.get("lamp")

    assert run(main) == (1, "old")


@pytest.mark.parametrize("ttl", [0.2, 2.0])
def test_the_direct_replay_gives_the_same_counts_as_the_component(ttl):
    async def main():
        database, trace = Database(dict.fromkeys(range(1, 51), 0), read=0.0), Trace()
        cache = CacheAside(database, ttl)
        await open_loop(trace.watch(cache), poisson(100.0), requests(keys=Zipf(50)), count=3000)
        return database.reads

    direct = replay(islice(traffic(poisson(100.0, 5), Zipf(50), 0.0, 5), 3000), ttl)
    assert run(main, seed=5) == direct.misses
    assert direct.stale == 0


@pytest.mark.parametrize("invalidate", [False, True])
def test_the_direct_replay_of_writes_gives_the_same_staleness_as_the_component(invalidate):
    events = list(islice(traffic(poisson(50.0, 3), Zipf(20), 0.2, 3), 2000))

    async def main():
        database = Database(dict.fromkeys(range(1, 21), 0), read=0.0, write=0.0)
        cache, stale = CacheAside(database, 1.0), 0
        for number, (time, key, writes) in enumerate(events):
            await at(time)
            if not writes:
                stale += await cache.get(key) != database.rows[key]
            elif invalidate:
                await cache.set(key, number)
            else:
                await database.write(key, number)
        return cache.misses, stale

    found = replay(events, 1.0, invalidate)
    assert run(main) == (found.misses, found.stale)


def test_the_direct_recursion_of_one_key_misses_as_often_as_the_component():
    async def main():
        cache = CacheAside(Database({1: "a page"}, read=0.25), ttl=1.0)
        await cache.get(1)
        await open_loop(cache, poisson(40.0, 7), requests(keys=Zipf(1)), until=300)
        return cache.misses - 1

    assert run(main) == len(hot_key(poisson(40.0, 7), 300, ttl=1.0, rebuild=0.25).began)
