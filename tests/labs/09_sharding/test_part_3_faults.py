"""Lab 09, part 3: the stores fail the mover, and it tries again."""

import asyncio
from itertools import pairwise

import pytest

from systemdesign import run

from .shard import FAULTS
from .world import World, steady

STEPS = [("source", "keys"), ("source", "get"), ("target", "put"), ("source", "delete")]


@pytest.mark.rule(4)
@pytest.mark.parametrize(("store", "verb"), STEPS)
@pytest.mark.parametrize("fault", FAULTS)
def test_run_tries_again_after_a_pause(lab, store, verb, fault):
    async def main():
        world = World(lab, 1, steady)
        world.fail(fault, store, verb, None if verb == "keys" else "k0", times=4)
        await world.run()
        await world.finished()
        return [call for call in world.log if (call.store, call.verb) == (store, verb)]

    calls = run(main)
    for failed, again in pairwise(calls):
        pause = again.asked - failed.ended
        if failed.error:
            assert pause < 0.13, (
                f"By rule 4 `run` tries again after a pause of 0.1 s: {store}.{verb} had failed ({failed.error}), and "
                f"was asked again {pause:.3f} s later."
            )
            assert pause > 0.0999, (
                f"By rule 4 `run` tries again after a pause of 0.1 s, and not at once: {store}.{verb} had failed "
                f"({failed.error}), and was asked again {pause:.3f} s later."
            )


@pytest.mark.rule(4)
@pytest.mark.parametrize("down", ["source", "target"])
def test_run_tries_again_until_it_succeeds(lab, down):
    async def main():
        world = World(lab, 2, steady)
        store = world.stores[down]
        store.crash()
        asyncio.get_running_loop().call_later(17.3, store.restart)
        await world.run()
        await world.finished()

    run(main)


@pytest.mark.rule(5)
@pytest.mark.parametrize(("store", "verb"), STEPS[1:])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_lost_answer_is_neither_yes_nor_no(lab, store, verb, fault):
    async def main():
        world = World(lab, 9)
        for number in range(0, 9, 2):
            world.fail(fault, store, verb, f"k{number}", times=1 + number % 3)
        await world.run()
        await world.finished()

    run(main)
