"""Lab 04, part 2: readers at the same time, and readers of every kind in generated schedules."""

from random import Random

import pytest

from systemdesign import now, run
from systemdesign.grading.schedules import schedules
from systemdesign.kernel import at
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .days import SEEDS, day, told
from .readers import Readers, reads
from .scene import ALIKE, a_moment


@pytest.mark.rule(4)
def test_readers_who_load_early_do_so_each(lab):
    *_, early, too, other = run(reads(lab, [0, 10.41, 10.63, 10.75]))
    assert [early[1], too[1], other[1]] == [1, 1, 1], (
        "Three readers came close to the entry's end, with a U for which each loads early, and began "
        f"{early[1]}, {too[1]} and {other[1]} loads: there is no single flight in here, whoever has to load does so."
    )


VERBS = ["read", "read", "read", "read", "fail", "break", "mend"]
SERVICE_ERRORS = [Unavailable, Refused, Lost, TimedOut]
TARGETS = ["one.a", "one.a", "one.b", "two.a"]


@pytest.mark.rule(1, 2, 3, 4)
@schedules("2.readers", targets=TARGETS, verbs=VERBS, until=24, most=14, examples=80)
def test_readers_load_and_get_what_the_rules_say_whatever_fails(lab, story):
    play(lab, story)


@pytest.mark.rule(1, 2, 3, 4)
@SEEDS
def test_readers_load_and_get_what_the_rules_say_on_a_busy_day(lab, seed):
    story = day(seed, TARGETS, [*VERBS, *3 * ["read"], "mend", "fail"], gap=0.2)
    with told(story):
        play(lab, story)


def play(lab, story):
    """Two caches, of which one is asked for two keys; all U are 0.5."""

    async def main():
        chance = Random(story.seed)
        keys = dict(zip("ab", chance.choice(ALIKE), strict=True))
        ttl, beta, times = chance.choice([2.107, 4.207]), chance.choice([0.5, 1.0, 2.7]), [0.431, 1.193, 2.611]
        chance.shuffle(times)
        caches = {
            name: Readers(lab, name, story, ttl, beta, seconds=lambda loading: times[loading.number % 3])
            for name in ("one", "two")
        }
        for event in story.events:
            await at(0.37 + 0.53 * event.time)
            name, key = event.target.split(".")
            await do(event.verb, caches[name], keys[key], story)
        await at(now() + 9.0)
        for cache in caches.values():
            cache.judge()

    run(main, seed=story.seed, shuffle=story.order)


async def do(verb, cache, key, story):
    cache.judge()
    if verb == "read":
        await cache.read(key)
    elif verb == "mend":
        cache.load.mend()
    else:
        error = SERVICE_ERRORS[len(cache.load.loads) % 4] if verb == "fail" else ValueError
        story.note(f"the load of {cache.name} fails with {error.__name__}")
        cache.load.fail(error)
    await a_moment()
