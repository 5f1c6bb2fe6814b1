"""Lab 04, part 4: clients in generated schedules."""

from random import Random

import pytest

from systemdesign import run
from systemdesign.grading.schedules import schedules
from systemdesign.kernel import at

from .clients import Clients
from .days import SEEDS, day, told
from .scene import ALIKE

VERBS = ["read", "read", "read", "fill", "fill", "late", "write"]
TARGETS = ["one.a.x", "one.a.y", "one.b.x", "one.b.y", "two.a.x"]


@pytest.mark.rule(1, 2, 3, 4)
@schedules("4.clients", targets=TARGETS, verbs=VERBS, until=24, most=18, examples=100)
def test_the_rules_hold_for_any_sequence_of_reads_fills_and_writes(lab, story):
    play(lab, story)


@pytest.mark.rule(1, 2, 3, 4)
@SEEDS
def test_the_rules_hold_on_a_busy_day_of_reads_fills_and_writes(lab, seed):
    story = day(seed, TARGETS, [*VERBS, *3 * ["read"], "fill"])
    with told(story):
        play(lab, story)


def play(lab, story):
    """Two caches, two keys, two clients. Who says no more is dead; `late` fills with some token or other."""

    async def main():
        chance = Random(story.seed)
        keys = dict(zip("ab", chance.choice(ALIKE), strict=True))
        ttl, patience = chance.choice([(6.1, 3.3), (2.3, 5.9), (4.7, 1.1)])
        caches = {name: Clients(lab, name, story, chance, ttl, patience) for name in ("one", "two")}
        for event in story.events:
            await at(0.37 + 0.73 * event.time)
            name, key, who = event.target.split(".")
            getattr(caches[name], event.verb)(keys[key], who)

    run(main, seed=story.seed, shuffle=story.order)
