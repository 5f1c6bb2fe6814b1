"""Lab 09, part 3: how long a client waits, and for whom."""

import asyncio

import pytest

from systemdesign import now, run

from .world import RELEASE, World, steady

STEPS = [("source", "get"), ("target", "put"), ("source", "delete")]


def even(call):
    return 0.009, 0.011


@pytest.mark.rule(8)
@pytest.mark.parametrize(("store", "step"), STEPS)
@pytest.mark.parametrize("verb", ["get", "put", "delete"])
def test_a_key_is_busy_for_its_own_copy_alone(lab, store, step, verb):
    async def main():
        world, waits = World(lab, 18, even), {}

        async def others():
            await asyncio.sleep(0.043)
            await asyncio.gather(*(timed(key) for key in [*world.names, "new", "other"] if key != "k1"))

        async def timed(key):
            start = now()
            await getattr(world, verb)(key)
            waits[key] = now() - start

        world.fail("miss", store, step, "k1")
        world.when(store, step, "k1", "asked", others)
        await world.run()
        await world.finished()
        return waits

    waits = run(main)
    longest = max(waits, key=waits.get)
    assert waits[longest] < 0.15, (
        f"By rule 8 a key is busy only for its own copy: {store}.{step} of 'k1' got no answer for 0.2 s, and {verb} "
        f"{longest!r} waited {waits[longest]:.3f} s for it."
    )


@pytest.mark.rule(8)
@pytest.mark.parametrize("verb", ["get", "put", "delete"])
def test_a_key_is_not_busy_for_the_copy_of_another(lab, verb):
    async def main():
        world, other = World(lab, {"1": "a", "one": "b"}, even), World(lab, {"1": "c"}, even)
        for store, step in STEPS:
            world.fail("miss", store, step, "1")
            world.when(store, step, "1", "asked", lambda: likes(world, other))
        await world.run()
        await asyncio.gather(*world.acts)
        return max(world.waits)

    async def likes(world, other):
        await asyncio.sleep(0.043)
        start = now()
        await asyncio.gather(getattr(world, verb)("one"), getattr(other, verb)("1"))
        world.waits.append(now() - start)

    took = run(main)
    assert took < 0.15, (
        f"By rule 8 a key is busy only for its own copy: the copy of '1' got no answer for 0.2 s, and {verb} of 'one', "
        f"or of '1' in another Move, waited {took:.3f} s for it."
    )


@pytest.mark.rule(8)
def test_a_client_does_not_wait_for_the_whole_move(lab):
    async def main():
        world = World(lab, 50)
        running = asyncio.ensure_future(world.run())
        await world.traffic(world.names, until=2.0, gap=0.02)
        await running
        await world.finished()
        return world.slowest

    took, what = run(main)
    assert took < 0.4, (
        f"By rule 8 a key is busy only for its own copy, not for the whole move: {what} took {took:.2f} s."
    )


@pytest.mark.rule(8)
@pytest.mark.parametrize("store", ["source", "target"])
@pytest.mark.parametrize("how", ["down", "silent"])
@pytest.mark.parametrize("verb", ["get", "put", "delete"])
def test_no_call_takes_a_second_while_a_store_is_down(lab, store, how, verb):
    async def main():
        world = World(lab, 5)
        world.stores[store].always = lambda call: {"down": "down", "silent": "miss"}[how]
        running = asyncio.ensure_future(world.run())
        for _ in range(4):
            await asyncio.sleep(0.387)
            await asyncio.gather(*(getattr(world, verb)(key) for key in world.names))
        world.stores[store].always = lambda call: None
        await running
        await world.finished()
        return world.slowest

    took, what = run(main)
    assert took < 1, (
        f"By rule 8 no client's call takes longer than a second: the {store} was {how}, and {what} took {took:.1f} s. "
        f"{RELEASE}"
    )


@pytest.mark.rule(8)
@pytest.mark.parametrize("verb", ["get", "put", "delete"])
@pytest.mark.parametrize(("store", "step"), [("target", "put"), ("source", "delete")])
def test_a_key_is_not_busy_while_the_mover_pauses(lab, store, step, verb):
    async def main():
        world = World(lab, 3, steady)
        failing = world.stores[store]
        failing.always = lambda call: "down" if call.verb == step else None
        running = asyncio.ensure_future(world.run())
        for number in range(30):
            await asyncio.sleep(0.0137)
            await getattr(world, verb)(f"k{number % 3}")
        slowest = world.slowest
        failing.always = lambda call: None
        await running
        await world.finished()
        return slowest

    took, what = run(main)
    assert took < 0.05, (
        f"By rule 8 a key is busy only for its own copy: its {store}.{step} had failed, and {what} waited "
        f"{took:.3f} s. {RELEASE}"
    )
