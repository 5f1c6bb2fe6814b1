"""Lab 09, part 3: clients who come at each moment of a key's move, and of the start of `run`."""

import asyncio
from itertools import pairwise, product

import pytest

from systemdesign import run

from .shard import FAULTS
from .world import World

STEPS = [("source", "get"), ("target", "put"), ("source", "delete")]
MOMENTS = [(*step, phase) for step in STEPS for phase in ("asked", "done", "ended")]
BEFORE = [("target", "put", "ended"), ("source", "delete", "asked"), ("source", "delete", "done")]
"""Moments of the key before: a client comes before the mover does."""
DELAYS = [0.0, 0.0037, 0.029, 0.13]


def client(world, verb, key):
    """What a client does at its moment, while others read: then it reads too."""

    async def act():
        others = [later(delay, world.get, key) for delay in DELAYS[1 if verb == "get" else 0 :]]
        await asyncio.gather(getattr(world, verb)(key), *others)
        await world.get(key)

    return act


async def later(delay, call, *key):
    await asyncio.sleep(delay)
    await call(*key)


@pytest.mark.rule(5, 6, 7)
@pytest.mark.parametrize("verb", ["get", "put", "delete"])
@pytest.mark.parametrize("pace", ["even", "slow questions", "slow answers"])
def test_a_client_comes_at_each_moment_of_a_move(lab, verb, pace):
    async def main():
        world = World(lab, len(MOMENTS) + len(BEFORE), trip(pace))
        for key, (store, step, phase) in zip(world.names, MOMENTS):
            world.when(store, step, key, phase, client(world, verb, key))
        for (earlier, key), (store, step, phase) in zip(pairwise(world.names[len(MOMENTS) - 1 :]), BEFORE):
            world.when(store, step, earlier, phase, client(world, verb, key))
        await world.run()
        await world.finished()

    run(main)


def trip(pace):
    """The mover's calls take another time than those of clients, as far as they can be told apart."""
    slow = {"even": (0.011, 0.009), "slow questions": (0.019, 0.001), "slow answers": (0.001, 0.019)}[pace]
    return lambda call: slow if isinstance(call.value, int) and call.value < 1000 else (0.004, 0.003)


@pytest.mark.rule(5, 6, 7)
@pytest.mark.parametrize("verb", ["put", "delete", "get"])
@pytest.mark.parametrize("step", [*STEPS, "client"], ids=str)
def test_a_client_comes_at_each_moment_and_a_store_fails(lab, verb, step):
    async def main():
        scenes = list(product(MOMENTS, FAULTS))
        world = World(lab, len(scenes))
        for key, ((store, called, phase), fault) in zip(world.names, scenes, strict=True):
            world.when(store, called, key, phase, client(world, verb, key))
            if step != "client":
                world.fail(fault, *step, key)
            else:
                world.when(store, called, key, phase, failing(world, fault, verb, key))
        await world.run(within=90)
        await world.finished()

    run(main, seed=1)


def failing(world, fault, verb, key):
    """The client's own call fails, wherever it goes."""

    async def act():
        for store in world.stores:
            world.fail(fault, store, verb, key)

    return act


LEADS, TRIPS = [0.0007, 0.0043, -0.0023], [(0.003, 0.002), (0.015, 0.003), (0.017, 0.019)]
LISTS = [(0.001, 0.019), (0.019, 0.001), (0.001, 0.001)]
LISTS_IN = {None: LISTS} | {fault: [lists] for fault, lists in zip(FAULTS, LISTS, strict=True)}


@pytest.mark.rule(3, 5, 7, 10)
@pytest.mark.parametrize("fault", [None, *FAULTS])
@pytest.mark.parametrize(("verb", "key"), [("put", "new"), ("put", "k0"), ("delete", "k0"), ("get", "k0")])
def test_what_is_under_way_when_run_starts_is_moved_too(lab, verb, key, fault):
    async def main(lead, clients, lists):
        slow = [clients]  # the client's call, the first of its kind
        trips = {"keys": lambda: lists, verb: lambda: slow.pop() if slow else (0.001, 0.001)}
        world = World(lab, 1 if key == "k0" else 0, lambda call: trips.get(call.verb, lambda: (0.001, 0.001))())
        if fault:
            world.fail(fault, "source", verb, key)
        running = asyncio.ensure_future(later(max(0.0, lead), world.run))
        await asyncio.gather(*(later(max(0.0, -lead), call, key) for call in (getattr(world, verb), world.get)))
        await running
        await world.finished()

    for scene in product(LEADS, TRIPS, LISTS_IN[fault]):
        run(main(*scene))


@pytest.mark.rule(3, 10)
@pytest.mark.parametrize("slow", ["new0", "new1"])
@pytest.mark.parametrize("fault", [None, *FAULTS])
def test_of_two_writes_under_way_when_run_starts_both_are_moved(lab, slow, fault):
    async def main():
        world = World(lab, 0, lambda call: (0.019, 0.001) if call.key == slow else (0.002, 0.001))
        if fault:
            world.fail(fault, "source", "put", "new0" if slow == "new1" else "new1")
        sent = [asyncio.ensure_future(world.put(key)) for key in ("new0", "new1")]
        await asyncio.sleep(0.0007)
        await world.run()
        await asyncio.gather(*sent)
        await world.finished()

    run(main)


@pytest.mark.rule(3, 10)
def test_a_write_that_waits_for_another_call_when_run_starts_is_moved_too(lab):
    async def main(lead):
        world = World(lab, 0, lambda call: (0.019, 0.019) if call.verb == "get" else (0.002, 0.001))
        reading = asyncio.ensure_future(world.get("new"))
        await asyncio.sleep(0.0003)
        writing = asyncio.ensure_future(world.put("new"))
        await asyncio.sleep(lead)
        await world.run()
        await asyncio.gather(reading, writing)
        await world.finished()

    for lead in (0.0003, 0.0211, 0.0367):
        run(main(lead))


@pytest.mark.rule(10)
def test_who_waits_for_another_call_as_run_returns_asks_the_target(lab):
    async def main():
        world = World(lab, 1, lambda call: (0.019, 0.019) if call.key == "none" else (0.001, 0.001))
        reads = [asyncio.ensure_future(world.get("none")) for _ in range(8)]
        await world.run()
        await asyncio.gather(*reads)
        await world.finished()

    run(main)


@pytest.mark.rule(5)
def test_what_came_late_to_the_source_is_read_until_it_has_moved(lab):
    async def main(lists, keys):
        world = World(lab, keys, lambda call: {"put": (0.017, 0.001), "keys": lists}.get(call.verb, (0.001, 0.001)))
        writing = asyncio.ensure_future(world.put("new"))
        await asyncio.sleep(0.0007)
        running = asyncio.ensure_future(world.run())
        await writing
        while not running.done():
            await world.get("new")
        await running
        await world.finished()

    for scene in product([(0.001, 0.001), (0.001, 0.019), (0.019, 0.001), (0.011, 0.009)], [0, 2]):
        run(main(*scene))


@pytest.mark.rule(5, 7)
@pytest.mark.parametrize("verbs", list(product(["put", "delete"], ["put", "delete"])), ids=" ".join)
def test_two_clients_write_one_key_as_the_move_starts(lab, verbs):
    async def main(lead, between, pace):
        world = World(lab, 2, lambda call: (0.017, 0.002) if call.store == pace else (0.002, 0.001))
        writes = write(world, verbs[0])
        await asyncio.sleep(between)
        writes += write(world, verbs[1])
        await asyncio.sleep(lead)
        running = asyncio.ensure_future(world.run())
        await asyncio.sleep(between)
        writes += write(world, verbs[1])
        await asyncio.gather(running, *writes)
        for key in ("k0", "new", "k0", "new"):
            await world.get(key)
        await world.finished()

    for scene in product([0.0, 0.0013, 0.0057], [0.0004, 0.0021], ["source", "target"]):
        run(main(*scene))


def write(world, verb):
    return [asyncio.ensure_future(getattr(world, verb)(key)) for key in ("k0", "new")]
