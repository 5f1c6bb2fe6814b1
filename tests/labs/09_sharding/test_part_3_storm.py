"""Lab 09, part 3: a live move on a bad day."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.grading.schedules import schedules

from .world import World

VERBS = ["crash", "restart", "drop", "miss"]


def filmed(story, stores):
    """What is asked of the stores, whoever asks: clients and move have no number by which to tell them apart."""
    film = story.filmed([["source"], ["target"]], end=4, by_number=False)
    for name, store in stores.items():
        for verb in ("get", "put", "delete"):
            setattr(store, verb, film.watch(getattr(store, verb), name, role=verb))


async def play(story, stores):
    """Do to the stores what the schedule says, at odd times, and in the end let them be."""
    for event in story.events:
        await asyncio.sleep(max(0.0, event.time * 0.0973 + 0.0031 * story.seed - now()))
        story.note(f"! {event.verb} {event.target}")
        getattr(stores[event.target], event.verb)()
        story.film.state(event.target, "" if stores[event.target].up else "down")
    await asyncio.sleep(max(0.0, 2.57 - now()))
    for store in stores.values():
        store.restart()


@schedules("3.move", targets=["source", "target"], verbs=VERBS, until=20, most=6, examples=15)
@pytest.mark.rule(5, 6, 7, 8, 10)
def test_on_a_bad_day_nothing_acknowledged_is_lost(lab, story):
    async def main():
        world = World(lab, 3 + story.seed % 5, story=story)
        filmed(story, world.stores)
        names = [*world.names, "new0", "new1"]
        playing = asyncio.ensure_future(play(story, world.stores))
        traffic = asyncio.ensure_future(world.traffic(names, until=2.9, gap=0.03 + 0.005 * story.seed))
        await asyncio.sleep(0.11 + 0.037 * story.seed)
        await world.run()
        await asyncio.gather(playing, traffic)
        await world.finished()

    run(main, seed=story.seed, shuffle=story.order)
