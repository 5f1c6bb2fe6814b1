"""A sharded database, before and while its keys move to other shards."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.sharding.auditor import Auditor
from systemdesign.sharding.database import Shard, ShardedDatabase
from systemdesign.sharding.handover import Handover, changed, key_by_key
from systemdesign.sharding.modulo import Modulo
from systemdesign.sharding.ring import Ring
from systemdesign.sim import Trace, Unavailable, Zipf, constant, exponential, open_loop, poisson, requests

NAMES = ["a", "b", "c", "d"]


def database(names=NAMES, seconds=0.01, placed=None):
    shards = [Shard(name, service=constant(seconds)) for name in NAMES]
    return ShardedDatabase(shards, placed or Modulo(names))


def test_what_was_put_is_got_from_the_owner_s_shard():
    async def main():
        store = database()
        for key in range(40):
            await store.put(key, -key)
        held = {name: set(shard.data) for name, shard in store.shards.items()}
        assert held == {name: {key for key in range(40) if Modulo(NAMES).owner(key) == name} for name in NAMES}
        return [await store.get(key) for key in range(41)]

    assert run(main) == [*(-key for key in range(40)), None]


def test_a_shard_takes_its_time():
    async def main():
        store = database(["a"], seconds=0.5)
        await store.put("x", 1)
        await store.get("x")
        return asyncio.get_running_loop().time()

    assert run(main) == 1.0


def test_a_shard_that_is_down_says_so_and_keeps_what_it_has():
    async def main():
        store = database(["a"])
        await store.put("x", 1)
        store.shards["a"].server.crash()
        with pytest.raises(Unavailable):
            await store.put("x", 2)
        store.shards["a"].server.restart()
        return await store.get("x")

    assert run(main) == 1


def test_writes_of_one_key_take_turns_and_those_of_others_do_not():
    async def main():
        store = ShardedDatabase([Shard("a", workers=9, service=constant(1.0))], Modulo("a"))
        await asyncio.gather(*(store.put("x", n) for n in range(3)), store.put("y", 0))
        return asyncio.get_running_loop().time(), await store.get("x")

    assert run(main) == (3.0, 2)


def test_a_key_lives_at_its_old_home_while_it_waits_and_any_other_at_its_new_one():
    place = Handover(Modulo("a"), Modulo("b"), waiting={"x"})
    assert (place.owner("x"), place.owner("y")) == ("a", "b")
    place.waiting.remove("x")
    assert place.owner("x") == "b"


def test_the_keys_to_move_are_those_with_another_owner():
    assert changed("xyz", Modulo("a"), Modulo("b")) == list("xyz")
    assert changed("xyz", Modulo("a"), Modulo("a")) == []


def test_a_database_has_the_keys_that_it_holds_and_those_that_are_being_written():
    async def main():
        store = database()
        await store.put("x", 1)
        writes = [asyncio.create_task(store.put(key, 2)) for key in "xy"]
        await asyncio.sleep(0.001)
        during = store.keys()
        await asyncio.gather(*writes)
        return during

    assert sorted(run(main)) == ["x", "y"]


def test_a_move_carries_every_key_and_leaves_nothing_behind():
    async def main():
        store = database(NAMES[:3])
        for key in range(60):
            await store.put(key, key)
        await key_by_key(store, Modulo(NAMES), pace=50)
        return [(shard.name, key, value) for shard in store.shards.values() for key, value in shard.data.items()]

    assert sorted(run(main), key=lambda row: row[1]) == [(Modulo(NAMES).owner(key), key, key) for key in range(60)]


def test_keys_that_are_born_before_and_while_others_move_are_found_afterwards():
    async def main():
        store = database(NAMES[:3])
        for key in range(60):
            await store.put(key, key)
        births = [asyncio.create_task(put_later(store, key, max(0, key - 120) / 50)) for key in range(100, 160)]
        await asyncio.sleep(0.005)  # the first ones are on their way to their old homes
        await key_by_key(store, Modulo(NAMES), pace=50)
        await asyncio.gather(*births)
        return [key for key in (*range(60), *range(100, 160)) if await store.get(key) != key]

    async def put_later(store, key, seconds):
        await asyncio.sleep(seconds)
        await store.put(key, key)

    assert run(main) == []


def test_a_key_whose_first_write_fails_while_others_move_is_not_there():
    async def main():
        store = database(NAMES[:3])
        born = next(key for key in range(99) if Modulo(NAMES).owner(key) != store.placement.owner(key))
        first = asyncio.create_task(store.put(born, 1))
        await asyncio.sleep(0.001)
        store.shard(born).server.crash()
        await key_by_key(store, Modulo(NAMES), pace=50)
        with pytest.raises(Unavailable):
            await first
        return await store.get(born, "nothing"), store.keys()

    assert run(main) == ("nothing", [])


def test_a_move_keeps_to_its_pace():
    async def main():
        store = database(["a"])
        store.shards["a"].data.update(dict.fromkeys(range(100), 0))
        await key_by_key(store, Modulo("b"), pace=20)
        return asyncio.get_running_loop().time()

    assert run(main) == pytest.approx(5.0, abs=0.1)


def test_a_write_in_the_shard_s_queue_when_its_key_moves_is_not_lost():
    async def main():
        store = database(["a"], seconds=1.0)
        store.shards["a"].data["x"] = "old"
        writing = asyncio.ensure_future(store.put("x", "new"))
        await asyncio.sleep(0.5)
        await key_by_key(store, Modulo("b"), pace=1000)
        await writing
        return await store.get("x")

    assert run(main) == "new"


def test_a_write_that_comes_during_the_copy_waits_and_goes_to_the_new_shard():
    async def main():
        store = database(["a"], seconds=1.0)
        store.shards["a"].data["x"] = "old"
        moving = asyncio.ensure_future(key_by_key(store, Modulo("b"), pace=1000))
        await asyncio.sleep(0.5)
        await store.put("x", "new")
        await moving
        return await store.get("x"), store.shards["a"].data, asyncio.get_running_loop().time()

    assert run(main) == ("new", {}, 4.0)  # two seconds of copy, one of the write, one of this read


def test_a_move_tells_how_long_the_writes_of_each_key_had_to_wait():
    async def main():
        store = database(["a"], seconds=1.0)
        store.shards["a"].data.update(x=1, y=2)
        writing = asyncio.ensure_future(store.put("x", "new"))
        await asyncio.sleep(0.5)
        waits = await key_by_key(store, Modulo("b"), pace=0.1)
        await writing
        return waits

    assert run(main) == [2.0, 2.0]  # the mover's own wait for the write under way is not among them


@pytest.mark.parametrize("after", [Modulo(NAMES), Ring(NAMES)], ids=["modulo", "ring"])
@pytest.mark.parametrize("seed", range(6))
def test_no_acknowledged_write_is_lost_under_traffic(after, seed):
    async def main():
        trace = Trace()
        shards = [Shard(name, service=exponential(0.02)) for name in NAMES]
        store = ShardedDatabase(shards, type(after)(NAMES[:3]))
        for key in range(1, 101):
            store.shard(key).data[key] = 0
        witness = Auditor(store)
        traffic = open_loop(trace.watch(witness), poisson(110.0), requests(keys=Zipf(100, 1.0)), until=6.0)
        task = asyncio.create_task(traffic)
        await asyncio.sleep(1.0)
        await key_by_key(store, after, pace=40)
        await task
        assert witness.reads > 200
        return witness.stale, await witness.lost(), trace.errors()

    assert run(main, seed) == ([], {}, {})


def test_the_witness_sees_a_write_that_vanished():
    async def main():
        store = database(["a"])
        writer, reader = Auditor(store, writes=1.0), Auditor(store, writes=0.0)
        [request] = [one for _, one in zip(range(1), requests(keys=Zipf(1)))]
        request.id = 7
        await writer(request)
        reader.acknowledged, reader.times = writer.acknowledged, writer.times
        await reader(request)
        assert (reader.stale, await reader.lost()) == ([], {})
        store.shards["a"].data.clear()
        await reader(request)
        return len(reader.stale), await reader.lost()

    assert run(main) == (1, {1: pytest.approx(0.01)})  # acknowledged when the shard had taken its 10 ms
