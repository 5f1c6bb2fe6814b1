"""Lab 04, part 3: rows that come and go in generated schedules."""

from random import Random

import pytest

from systemdesign import now, run
from systemdesign.grading.schedules import schedules
from systemdesign.kernel import at
from systemdesign.sim.request import Unavailable

from .absences import Absences
from .days import SEEDS, day, told
from .scene import ALIKE, a_moment

VERBS = ["ask", "ask", "ask", "ask", "create", "appear", "delete", "fail", "break", "mend"]
TARGETS = ["one.a", "one.b", "one.c", "two.a"]


@pytest.mark.rule(1, 2, 3, 4)
@schedules("3.rows", targets=TARGETS, verbs=VERBS, until=24, most=18, examples=100)
def test_the_rules_hold_for_any_sequence_of_questions_creations_and_failures(lab, story):
    play(lab, story)


@pytest.mark.rule(1, 2, 3, 4)
@SEEDS
def test_the_rules_hold_on_a_busy_day_of_questions_creations_and_failures(lab, seed):
    story = day(seed, TARGETS, [*VERBS, *4 * ["ask"], "mend", "delete"], gap=0.2)
    with told(story):
        play(lab, story)


def play(lab, story):
    """Two caches, of which one is asked for three keys. A row may `appear` without the cache being told."""

    async def main():
        chance = Random(story.seed)
        keys = dict(zip("abc", [*chance.choice(ALIKE), "c"], strict=True))
        ttl, absent_ttl = chance.choice([3.301, 6.107]), chance.choice([2.203, 4.409])
        most, seconds = chance.choice([1, 2, 50]), chance.choice([0.211, 0.893, 1.777])
        caches = {name: Absences(lab, name, story, seconds, ttl, absent_ttl, most) for name in ("one", "two")}
        for event in story.events:
            await at(0.37 + 0.53 * event.time)
            name, key = event.target.split(".")
            await do(event, caches[name], keys[key])
        await at(now() + 9.0)
        for cache in caches.values():
            cache.judge()

    run(main, seed=story.seed, shuffle=story.order)


async def do(event, cache, key):
    cache.judge()
    if event.verb == "ask":
        await cache.ask(key)
    else:
        cache.story.note(str(event))
    if event.verb in ("create", "appear"):
        cache.pages[key] = [0, "", False, "row"][int(event.time) % 4]
    if event.verb == "create":
        cache.created(key)
    elif event.verb == "delete":
        cache.pages.pop(key, None)
    elif event.verb in ("fail", "break"):
        cache.load.fail(Unavailable if event.verb == "fail" else ValueError)
    elif event.verb == "mend":
        cache.load.mend()
    await a_moment()
