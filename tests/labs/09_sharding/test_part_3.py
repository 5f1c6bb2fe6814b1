"""Lab 09, part 3: a live move."""

import asyncio

import pytest

from systemdesign import now, run

from .world import World


def test_before_the_move_the_source_serves(lab):
    async def main():
        world = World(lab, keys=3)
        await world.move.put("k1", 7)
        await world.move.delete("k2")
        found = [await world.move.get(key) for key in ("k0", "k1", "k2")]
        return found, world.source.data, world.target.data

    found, source, target = run(main)
    assert found == [0, 7, None], f"Before the move a client reads what it wrote: [0, 7, None], not {found}."
    assert (source, target) == ({"k0": 0, "k1": 7}, {}), "Before `run` is called, everything is on the source."


def test_everything_moves(lab):
    async def main():
        world = World(lab, keys=30)
        await world.run()
        world.finished()
        return world.target.data, [await world.move.get(key) for key in ("k0", "nothing")]

    target, found = run(main)
    assert target == {f"k{number}": 0 for number in range(30)}, "After `run` the target holds every key with its value."
    assert found == [0, None], "After the move clients read from the target."


def test_after_the_move_the_source_is_asked_no_more(lab):
    async def main():
        world = World(lab, keys=3)
        await world.run()
        world.source.crash()
        told = "After the move the source is switched off, and your clients still ask it: all is on the target."
        move = world.move
        for call in (move.get("k1"), move.put("new", 5), move.get("nothing"), move.delete("k2")):
            assert await world.clients.timed(call, "get"), told
        return world.target.data

    there = run(main)
    assert there == {"k0": 0, "k1": 0, "new": 5}, f"Writes after the move go to the target, which now holds {there}."


def test_a_client_does_not_wait_for_the_whole_move(lab):
    async def main():
        world = World(lab, keys=80)
        running = asyncio.ensure_future(world.run())
        await world.clients.traffic(world.names, until=4.0)
        await running
        world.finished()
        return world.clients.slowest

    slowest = run(main)
    assert slowest < 1, (
        f"A client waited {slowest:.1f} s: a key is busy for its own copy, not for the move of all others."
    )


def test_errors_reach_the_client_and_are_not_retried(lab):
    async def main():
        world = World(lab, keys=2)
        world.source.crash()
        start = now()
        got = await world.clients.timed(world.move.get("k0"), "get k0")
        put = await world.clients.timed(world.move.put("k0", 1), "put k0")
        return got, put, now() - start

    got, put, took = run(main)
    assert (got, put) == ((), ()), "The source is down, and a client's call succeeded: let its error reach the client."
    assert took < 0.5, "A client's call is tried once: no retries there."


@pytest.mark.parametrize("store", ["source", "target"])
@pytest.mark.parametrize("verb", ["drop", "miss"])
def test_a_lost_answer_is_neither_yes_nor_no(lab, store, verb):
    async def main():
        world = World(lab, keys=12)
        for tenths in range(8):
            asyncio.get_running_loop().call_later(tenths / 10, getattr(getattr(world, store), verb))
        await world.run()
        return world.source.data, world.target.data

    source, target = run(main)
    lost = sorted({f"k{number}" for number in range(12)} - set(target))
    assert not lost, (
        f"{', '.join(lost)} did not arrive: an answer of the {store} got lost, and you took that for a yes."
    )
    assert not source, "`run` returned, and the source still holds keys: send a deletion again if its answer is lost."


def test_reads_go_on_while_the_target_is_down(lab):
    async def main():
        world = World(lab, keys=10)
        world.target.crash()
        running = asyncio.ensure_future(world.run())
        asyncio.get_running_loop().call_later(3.0, world.target.restart)
        for _ in range(5):
            await asyncio.sleep(0.37)
            await asyncio.gather(*(world.clients.read(key) for key in world.names))
        failed, slowest = world.clients.failed, world.clients.slowest
        await running
        world.finished()
        return failed, slowest

    failed, slowest = run(main)
    assert not failed, (
        f"The target is down, all keys are on the source, and {failed} reads failed: read where the key is."
    )
    assert slowest < 1, (
        f"The target is down, and a read waited {slowest:.1f} s: release the key before you pause for another attempt."
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("writes", [1, 8])
def test_writes_under_way_when_the_move_starts_are_moved_too(lab, seed, writes):
    async def main():
        world = World(lab, keys=0)
        sent = [asyncio.ensure_future(world.clients.write(f"new{n}")) for n in range(writes)]
        await asyncio.sleep(0.001 + 0.002 * seed)
        running = asyncio.ensure_future(world.run())
        await asyncio.gather(*sent)
        await running
        assert not world.source.data, (
            f"{sorted(world.source.data)} stayed on the source: they were on their way there when `run` started, and "
            "came after you had asked for its keys."
        )
        for n in range(writes):
            await world.clients.read(f"new{n}")

    run(main, seed)


@pytest.mark.parametrize("seed", range(3))
def test_keys_that_are_new_during_the_move_are_kept(lab, seed):
    async def main():
        world = World(lab, keys=8)
        running = asyncio.ensure_future(world.run())
        for n in range(20):
            await world.clients.write(f"new{n}")
            await world.clients.read(f"new{n}")
        await running
        for n in range(20):
            await world.clients.read(f"new{n}")
        world.finished()

    run(main, seed)


def test_a_read_on_its_way_while_its_key_moves_finds_it(lab):
    async def main():
        world = World(lab, keys=20)
        running = asyncio.ensure_future(world.run())

        async def reader(key):
            while not running.done():
                await world.clients.read(key)

        await asyncio.gather(running, *(reader(key) for key in world.names * 2))
        world.finished()

    run(main, seed=1)


@pytest.mark.parametrize("seed", range(3))
def test_without_any_fault_nothing_is_lost_under_traffic(lab, seed):
    async def main():
        world = World(lab, keys=20)
        traffic = asyncio.ensure_future(world.clients.traffic(world.names, until=2.0, gap=0.005))
        await asyncio.sleep(0.5)
        await world.run()
        await traffic
        world.finished()
        assert not world.clients.failed, "No store failed, and a client's call did."

    run(main, seed)
