"""Lab 09, part 3: a live move on a bad day."""

import asyncio

from systemdesign import now, run
from systemdesign.grading.schedules import schedules

from .world import World

VERBS = ["crash", "restart", "drop", "miss"]


async def play(story, stores):
    """Do to the stores what the schedule says, and in the end let them be."""
    for event in story.events:
        await asyncio.sleep(max(0.0, event.time / 10 - now()))
        story.note(f"! {event.verb} {event.target}")
        getattr(stores[event.target], event.verb)()
    await asyncio.sleep(max(0.0, 2.5 - now()))
    for store in stores.values():
        store.restart()


@schedules("3.move", targets=["source", "target"], verbs=VERBS, until=20, most=6, examples=15)
def test_on_a_bad_day_nothing_acknowledged_is_lost(lab, story):
    async def main():
        world = World(lab, keys=6, story=story)
        names = [*world.names, "new0", "new1"]
        stores = {"source": world.source, "target": world.target}
        playing = asyncio.ensure_future(play(story, stores))
        traffic = asyncio.ensure_future(world.clients.traffic(names, until=3.0, gap=0.04))
        await asyncio.sleep(0.1)
        running = asyncio.ensure_future(world.run())
        await asyncio.gather(playing, traffic)
        await running
        for key in names:
            await world.clients.read(key)
        world.finished()

    run(main, seed=story.seed)
