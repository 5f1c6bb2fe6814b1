"""Lab 03, part 4, all of it together: any faults, and each request has one end."""

import asyncio

from systemdesign import run
from systemdesign.grading.schedules import schedules

from .fleet import BAD_DAY, Far, Fleet
from .scene import client, play


@schedules("4.bad-day", targets="abcd", verbs=BAD_DAY, until=30, most=6, examples=12)
def test_on_a_bad_day_each_request_has_one_end_and_no_ejected_server_is_asked(lab, story):
    async def main():
        fleet = Fleet(lab, "abcd", window=5.0)
        guard, far = fleet.guarded(story), [Far(server) for server in fleet.servers]
        for watched, behind in zip(fleet.watched, far):
            watched.server = behind
        faults = asyncio.ensure_future(play(story, far))
        await asyncio.gather(faults, *(client(story, fleet.balancer, n, n * 0.4) for n in range(100)))
        assert not guard.broken, guard.broken

    run(main, seed=story.seed)
