"""Lab 09, part 3: a store fails a client's call."""

import asyncio

import pytest

from systemdesign import run

from .shard import FAULTS
from .world import RELEASE, SECOND, World, steady

ERRORS = {"down": "Unavailable", "miss": "Lost", "drop": "Lost"}


def held_up(lab, data):
    """A world whose move can't end, for the copy of one key always fails; and the task of its `run`."""
    world = World(lab, {"blocked": 0, **data}, steady)
    world.target.always = lambda call: "down" if (call.verb, call.key) == ("put", "blocked") else None
    return world, asyncio.ensure_future(world.run())


async def go_on(world, running):
    world.target.always = lambda call: None
    await running
    await world.finished()


def call(world, verb, key):
    return {"get": world.get, "put": world.put, "delete": world.delete}[verb](key)


@pytest.mark.rule(8, 9)
@pytest.mark.parametrize("moved", [0.0, 0.31])
def test_reads_of_what_is_still_on_the_source_succeed_while_the_target_is_down(lab, moved):
    async def main():
        world = World(lab, 14)
        if not moved:
            world.target.crash()
        running = asyncio.ensure_future(world.run())
        await asyncio.sleep(moved)
        world.target.crash()
        asyncio.get_running_loop().call_later(2.7, world.target.restart)
        for _ in range(4):
            await asyncio.sleep(0.373)
            world.failed.clear()
            if running.done():
                await running
            still = [key for key in world.source.data if key not in world.target.data]
            await asyncio.gather(*(world.get(key) for key in still))
            assert not world.failed, (
                f"By rule 9 reads of a key that is still on the source succeed while the target is down: "
                f"{world.failed[0][0]} failed with {world.failed[0][1]}. Read where the key is."
            )
            assert world.slowest[0] < 1, f"{SECOND}: {world.slowest[1]} took {world.slowest[0]:.2f} s. {RELEASE}"
        await running
        await world.finished()

    run(main)


@pytest.mark.rule(2)
@pytest.mark.parametrize("verb", ["get", "put", "delete"])
@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_an_error_goes_to_the_client_and_is_not_tried_again(lab, verb, when):
    async def main():
        world, running = held_up(lab, {"k1": 1}) if when == "during" else (World(lab, 2, steady), None)
        if when == "after":
            await world.run()
        await asyncio.sleep(0.353)
        for fault in FAULTS:
            for store in world.stores:
                world.stores[store].faults.clear()
                world.fail(fault, store, verb, f"new {fault}")
            asked = await calls(world, verb, fault)
            told(world, verb, fault, when, asked)
        for store in world.stores.values():
            store.faults.clear()
        if running:
            await go_on(world, running)

    run(main)


async def calls(world, verb, fault):
    """What the stores were asked about a key that only this client knows."""
    world.failed.clear()
    key = f"new {fault}"
    await call(world, verb, key)
    await asyncio.sleep(0.731)
    return [one for one in world.log if one.key == key]


def told(world, verb, fault, when, asked):
    error = ERRORS[fault]
    assert len(asked) == 1, (
        f"By rule 2 there are no retries for clients: {when} the move {verb} was answered with {error}, and then the "
        f"stores were asked again ({', '.join(f'{one.store}.{one.verb}' for one in asked[1:])})."
    )
    assert world.failed, (
        f"By rule 2 an error goes to the client: {when} the move a store answered {verb} with {error}, and the client "
        "was told nothing of it."
    )
    heard = world.failed[0][1]
    assert heard == error, f"By rule 2 a store's error goes to the client: it was {error}, and the client had {heard}."


@pytest.mark.rule(5, 6, 9)
@pytest.mark.parametrize("verb", ["put", "delete"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_write_that_failed_during_the_move_does_not_switch_its_key(lab, verb, fault):
    async def main():
        world, running = held_up(lab, {f"k{number}": number for number in range(3)})
        await asyncio.sleep(0.031)
        for key in ("k0", "k1", "k2", "k2"):
            for store in world.stores:
                world.fail(fault, store, verb, key, world.number + 1 if verb == "put" else None)
            await call(world, verb, key)
            tried = [one for one in world.log if one.value == world.number and (one.verb, one.key) == ("put", key)]
            assert len(tried) < 2, (
                f"By rule 2 there are no retries for clients: put {key!r} was sent {len(tried)} times."
            )
            await asyncio.gather(*(world.get(key) for _ in range(2)))
            await world.get(key)
        for store in world.stores.values():
            store.faults.clear()
        await go_on(world, running)

    run(main)


@pytest.mark.rule(5)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_put_leaves_what_the_source_holds_until_it_is_acknowledged(lab, fault):
    async def main():
        world, running = held_up(lab, {f"k{number}": number for number in range(3)})
        await asyncio.sleep(0.031)
        world.fail(fault, "source", "delete", "k2")
        await call(world, "put", "k2")
        for _ in range(2):
            await world.get("k2")
        await go_on(world, running)

    run(main)


@pytest.mark.rule(9)
@pytest.mark.parametrize("verb", ["put", "delete"])
def test_after_a_write_that_failed_reads_still_find_the_source(lab, verb):
    async def main():
        world = World(lab, 4, steady)
        world.target.crash()
        running = asyncio.ensure_future(world.run())
        await asyncio.sleep(0.073)
        for key in world.names:
            await call(world, verb, key)
            world.failed.clear()
            await world.get(key)
            assert not world.failed, (
                f"By rule 9 reads of a key that is still on the source succeed while the target is down: {verb} "
                f"{key!r} had failed, and then its read did ({world.failed[0][1]}). A write that failed does not "
                "switch its key."
            )
        world.target.restart()
        await running
        await world.finished()

    run(main)


@pytest.mark.rule(3)
@pytest.mark.parametrize("verb", ["put", "delete"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("lead", [0.5, 0.0011])
def test_the_move_ends_though_a_write_before_it_failed(lab, verb, fault, lead):
    async def main():
        world = World(lab, 2, steady)
        for key in ("k0", "new"):
            for store in world.stores:
                world.fail(fault, store, verb, key)
        writes = [asyncio.ensure_future(call(world, verb, key)) for key in ("k0", "new")]
        await asyncio.sleep(lead)
        await world.run(within=9)
        await asyncio.gather(*writes)
        await world.finished()

    run(main)
