"""Lab 09, part 3: a live move, without faults."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.grading.hints import hint

from .world import World, steady

VALUES = {"zero": 0, "no": False, "empty": "", "none of them": [], "word": "yes", "half": 0.5}
WORLDS = [{"k0": 0, "k1": 1, "k2": 2}, VALUES, {"": "a", "b": ""}, {0: 0, 7: 1, -1: 2}]
WORLDS += [{"": 1}, {0: 1}, {(): 0}]


@pytest.mark.rule(1)
@pytest.mark.parametrize("data", WORLDS, ids=str)
def test_before_the_move_clients_read_what_they_write(lab, data):
    async def main():
        world = World(lab, data)
        for key, value in data.items():
            found = await world.move.get(key)
            assert same(found, value), (
                f"By rule 1 a client reads what the source holds: {key!r} is {value!r}, not {found!r}."
            )
        for key, value in [*zip(data, VALUES.values()), (99, 0), ("new", "")]:
            await world.move.put(key, value)
            found = await world.move.get(key)
            assert same(found, value), (
                f"By rule 1 a client reads what it wrote: {key!r} is {value!r}, and not {found!r}."
            )
            await world.move.delete(key)
            found = await world.move.get(key)
            assert found is None, f"By rule 1 `get` of a key that was deleted is None: {key!r} was {found!r}."

    run(main)


@pytest.mark.rule(1)
def test_before_run_is_called_the_source_alone_is_asked(lab):
    async def main():
        world = World(lab, {"k0": 0, "k1": 1})
        world.target.crash()
        await world.put("k0")
        await world.delete("k1")
        await world.put("new")
        return {call.store for call in world.log}

    assert run(main) == {"source"}, (
        "By rule 1 the source alone is asked before `run` is called, and you have asked the target: nothing moves yet."
    )


APART = "Two moves, of other stores, went on side by side, and one disturbed the other: keep what each knows in `self`."


@pytest.mark.rule(1)
def test_two_moves_at_once_have_nothing_in_common(lab):
    run(side_by_side([World(lab, {"a": 1, "b": 2}), World(lab, {"c": 9, "d": 9, "e": 9}, steady)]))
    with hint(APART):
        try:
            run(side_by_side([World(lab, {"k0": 1, "k1": 2}), World(lab, {"k0": 9, "k1": 9, "k2": 9}, steady)]))
        except AssertionError as broken:
            raise AssertionError(f"By rule 1: {APART} {broken}") from None


async def side_by_side(worlds):
    """The first world moves, then the second, and clients are at both."""
    first, second = worlds
    await first.put(first.names[0])
    await first.run()
    running = asyncio.ensure_future(second.run())
    for key in second.names[::-1]:
        await second.get(key)
        await second.put(key)
    for key in first.names:
        await first.get(key)
    await running
    for world in worlds:
        await world.finished()


@pytest.mark.rule(3)
@pytest.mark.parametrize("data", [*WORLDS, {}, dict.fromkeys(range(40), "v")], ids=lambda data: str(data)[:20])
def test_everything_moves(lab, data):
    async def main():
        world = World(lab, data)
        await world.run()
        for key, value in data.items():
            there = world.target.data.get(key)
            assert same(there, value), (
                f"By rule 3 `run` moves everything, also what is false: the source held {value!r} for {key!r}, and the "
                f"target holds {there!r}."
            )
        await world.finished()

    run(main)


def same(one, other):
    return one.__class__ is other.__class__ and one == other


@pytest.mark.rule(1, 5, 7)
@pytest.mark.parametrize("deletes", [False, True])
def test_during_the_move_clients_read_what_they_write(lab, deletes):
    async def main():
        world = World(lab, 25)
        running = asyncio.ensure_future(world.run())
        for number, key in enumerate([*world.names[::-1], "new", 0, ""]):
            await world.get(key)
            await world.put(key, None if number % 3 else VALUES["zero"])
            await world.get(key)
            if deletes:
                await world.delete(key)
                await world.get(key)
            if number % 2:
                await world.put(key)
        await running
        await world.finished()

    run(main, seed=int(deletes))


@pytest.mark.rule(10)
def test_after_the_move_the_source_is_asked_no_more(lab):
    async def main():
        world = World(lab, {**VALUES, "k1": 1, "k2": 2})
        await world.run()
        for key in ("k1", "never there", "zero"):
            await world.get(key)
            world.left_alone()
        await world.put("k1", 5)
        await world.put("new", 6)
        await world.delete("k2")
        await world.delete("never there")
        world.left_alone()
        right = {**VALUES, "k1": 5, "new": 6}
        there = world.target.data
        assert there == right, f"By rule 10 everything is on the target after the move, {right}, and it holds {there}."
        await world.finished()

    run(main)


@pytest.mark.rule(5, 7)
@pytest.mark.parametrize("seed", range(2))
def test_without_any_fault_nothing_is_lost_under_traffic(lab, seed):
    async def main():
        world = World(lab, 12)
        traffic = asyncio.ensure_future(world.traffic([*world.names, "new0", "new1"], until=1.13, gap=0.007))
        await asyncio.sleep(0.27)
        await world.run()
        await traffic
        await world.finished()
        assert not world.failed, (
            f"By rule 5 what no store refused succeeds: no store had failed, and {world.failed[0]} did."
        )

    run(main, seed)
